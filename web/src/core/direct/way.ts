import type { Route } from "../stats";

/** How media gets from the phone to the screen. */
export type Way =
  /** From one to the other; `seen` where their addresses were found on the way, as behind a router. */
  | { readonly kind: "direct"; readonly seen: boolean }
  /** Through the server's relay, which is reached by this transport; null where neither side knows. */
  | { readonly kind: "relayed"; readonly transport: string | null };

/**
 * What the pair of candidates in use means. A relay is known for one only to the side that took it: to the other its address may be just one
 * that a check came from (`prflx`).
 *
 * @param relay how the other side says that it reaches its relay; undefined where it takes none or says nothing
 */
export function wayOf(route: Route, relay: string | undefined): Way {
  if (route.local === "relay") return { kind: "relayed", transport: route.relayProtocol };
  if (relay !== undefined || route.remote === "relay") return { kind: "relayed", transport: relay ?? null };
  return { kind: "direct", seen: route.local === "srflx" || route.remote === "srflx" };
}
