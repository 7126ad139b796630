import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { HomePage } from "./pages/home";
import { NotFoundPage } from "./pages/not-found";
import { PageError } from "./pages/page-error";
import { api } from "./services";

// Each page but the first is loaded when it is gone to.

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage });

/** Pages of one's own need someone signed in; others are sent to sign in and come back. */
async function signedInOnly({ location }: { location: { href: string } }): Promise<void> {
  if (api.session.getState().status === "unknown") await api.restore();
  if (api.session.getState().status !== "signed-in") {
    throw redirect({ to: "/login", search: { next: location.href } });
  }
}

const home = createRoute({ getParentRoute: () => root, path: "/", component: HomePage });

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    // Only ways within this site: an address from a link must not lead elsewhere.
    typeof search.next === "string" && /^\/(?![/\\])/.test(search.next) ? { next: search.next } : {},
  component: lazyRouteComponent(() => import("./pages/login"), "LoginPage"),
});

const firstAdmin = createRoute({
  getParentRoute: () => root,
  path: "/first-admin",
  component: lazyRouteComponent(() => import("./pages/first-admin"), "FirstAdminPage"),
});

const dashboard = createRoute({
  getParentRoute: () => root,
  path: "/dashboard",
  beforeLoad: signedInOnly,
  component: lazyRouteComponent(() => import("./pages/dashboard"), "DashboardPage"),
});

const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  beforeLoad: signedInOnly,
  component: lazyRouteComponent(() => import("./pages/account"), "AccountPage"),
});

const wallet = createRoute({
  getParentRoute: () => root,
  path: "/wallet",
  beforeLoad: signedInOnly,
  component: lazyRouteComponent(() => import("./pages/wallet"), "WalletPage"),
});

const admin = createRoute({
  getParentRoute: () => root,
  path: "/admin",
  beforeLoad: signedInOnly,
  component: lazyRouteComponent(() => import("./pages/admin"), "AdminPage"),
});

const studioDoor = createRoute({
  getParentRoute: () => root,
  path: "/studio",
  beforeLoad: signedInOnly,
  component: lazyRouteComponent(() => import("./pages/studio-door"), "StudioDoorPage"),
});

const studio = createRoute({
  getParentRoute: () => root,
  path: "/studio/$stream",
  beforeLoad: signedInOnly,
  component: lazyRouteComponent(() => import("./pages/studio"), "StudioPage"),
});

const watch = createRoute({
  getParentRoute: () => root,
  path: "/watch/$stream",
  component: lazyRouteComponent(() => import("./pages/watch"), "WatchPage"),
});

const phoneDoor = createRoute({
  getParentRoute: () => root,
  path: "/phone",
  component: lazyRouteComponent(() => import("./pages/phone-door"), "PhoneDoorPage"),
});

const phone = createRoute({
  getParentRoute: () => root,
  path: "/phone/$room",
  component: lazyRouteComponent(() => import("./pages/phone"), "PhonePage"),
});

const screenDoor = createRoute({
  getParentRoute: () => root,
  path: "/screen",
  component: lazyRouteComponent(() => import("./pages/screen-door"), "ScreenDoorPage"),
});

const screen = createRoute({
  getParentRoute: () => root,
  path: "/screen/$room",
  component: lazyRouteComponent(() => import("./pages/screen"), "ScreenPage"),
});

const namedRoom = (search: Record<string, unknown>): { room?: string } =>
  typeof search.room === "string" && search.room !== "" ? { room: search.room } : {};

const senderFile = createRoute({
  getParentRoute: () => root,
  path: "/sender.html",
  validateSearch: namedRoom,
  component: lazyRouteComponent(() => import("./pages/phone"), "SenderFilePage"),
});

const receiverFile = createRoute({
  getParentRoute: () => root,
  path: "/receiver.html",
  validateSearch: namedRoom,
  component: lazyRouteComponent(() => import("./pages/screen"), "ReceiverFilePage"),
});

const doctor = createRoute({
  getParentRoute: () => root,
  path: "/doctor",
  component: lazyRouteComponent(() => import("./pages/doctor"), "DoctorPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    login,
    firstAdmin,
    dashboard,
    account,
    wallet,
    admin,
    studioDoor,
    studio,
    watch,
    phoneDoor,
    phone,
    screenDoor,
    screen,
    senderFile,
    receiverFile,
    doctor,
  ]),
  defaultPreload: "intent",
  defaultErrorComponent: PageError,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
