import { expect, test, vi } from "vitest";
import { ApiClient, ApiError, type ApiOptions, UnreachableError } from "./api";
import { MoneyApi } from "./money-api";

type Handler = (path: string, init: RequestInit) => Response | Promise<Response>;

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const session = (accessToken: string) => ({
  user: { id: "u1", email: "a@b.test", displayName: "Ada", roles: ["CREATOR"] },
  accessToken,
  expiresIn: 900,
});

function client(handler: Handler, options: ApiOptions = {}) {
  const calls: { path: string; authorization: string | null }[] = [];
  const api = new ApiClient({
    fetch: (async (path: string, init: RequestInit) => {
      calls.push({ path, authorization: new Headers(init.headers).get("Authorization") });
      return handler(path, init);
    }) as typeof fetch,
    ...options,
  });
  return { api, calls };
}

test("a token that the server refuses is renewed and the call made again", async () => {
  const { api, calls } = client((path, init) => {
    if (path === "/api/auth/login") return json(200, session("old"));
    if (path === "/api/auth/refresh") return json(200, session("new"));
    const fresh = new Headers(init.headers).get("Authorization") === "Bearer new";
    return fresh ? json(200, { streams: [] }) : json(401, { code: "unauthorized", title: "no" });
  });
  await api.login("a@b.test", "secret");
  expect(await api.myStreams()).toEqual([]);
  expect(calls.map((call) => call.authorization)).toEqual([null, "Bearer old", null, "Bearer new"]);
});

test("many calls at once renew once", async () => {
  let time = 0;
  const { api, calls } = client(
    (path) => (path.startsWith("/api/auth/") ? json(200, session("t")) : json(200, { streams: [] })),
    { now: () => time },
  );
  await api.login("a@b.test", "secret");
  time = 850_000;
  await Promise.all([api.streams(), api.streams(), api.streams()]);
  expect(calls.filter((call) => call.path === "/api/auth/refresh")).toHaveLength(1);
});

test("a tab that waited for another tab's renewal takes over its token", async () => {
  let listener: (event: { data: unknown }) => void = () => undefined;
  const channel = {
    addEventListener: (_type: string, it: typeof listener) => {
      listener = it;
    },
    postMessage: () => undefined,
  } as unknown as BroadcastChannel;
  const locks = {
    request: async (_name: string, work: () => Promise<boolean>) => {
      listener({ data: { kind: "session", session: session("from the other tab") } });
      return work();
    },
  } as unknown as LockManager;
  const { api, calls } = client(() => json(200, session("own")), { channel, locks });
  expect(await api.token()).toBe("from the other tab");
  expect(calls).toHaveLength(0);
});

test("without a sign of an earlier session nobody is asked", async () => {
  const storage = { getItem: () => null, setItem: vi.fn(), removeItem: vi.fn() };
  const { api, calls } = client(() => json(401, {}), { storage });
  await api.restore();
  expect(api.session.getState().status).toBe("signed-out");
  expect(calls).toHaveLength(0);
});

test("an expired session ends in signed out, not in an error", async () => {
  const storage = { getItem: () => "1", setItem: vi.fn(), removeItem: vi.fn() };
  const { api } = client(() => json(401, { code: "unauthorized" }), { storage });
  await api.restore();
  expect(api.session.getState()).toEqual({ status: "signed-out", user: null });
  expect(storage.removeItem).toHaveBeenCalled();
});

test("a refusal carries its code and sentence", async () => {
  const { api } = client(() =>
    json(409, { code: "email-taken", title: "Conflict", detail: "This e-mail has an account." }),
  );
  const error = await api.register("a@b.test", "secret", "Ada").catch((it: unknown) => it);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 409, code: "email-taken", message: "This e-mail has an account." });
});

test("what moves money says its key, once more with a new token", async () => {
  const keys: (string | null)[] = [];
  const { api } = client((path, init) => {
    if (path.startsWith("/api/auth/")) return json(200, session(path));
    keys.push(new Headers(init.headers).get("Idempotency-Key"));
    return keys.length === 1 ? json(401, { code: "unauthorized" }) : json(201, { id: "m", amount: 5, balance: 5 });
  });
  await api.login("a@b.test", "secret");
  expect(await new MoneyApi(api).redeem("code", "key")).toEqual({ id: "m", amount: 5, balance: 5 });
  expect(keys).toEqual(["key", "key"]);
});

test("too little says what there is", async () => {
  const { api } = client((path) =>
    path === "/api/auth/login"
      ? json(200, session("t"))
      : json(402, { code: "insufficient-funds", detail: "little", balance: 3, currency: "credits", decimals: 2 }),
  );
  await api.login("a@b.test", "secret");
  await expect(new MoneyApi(api).giveTip("s", 5, "", "key")).rejects.toMatchObject({ status: 402, balance: 3 });
});

test("a server that is away, and a proxy's page instead of JSON, are told apart from a refusal", async () => {
  const away = client(() => Promise.reject(new TypeError("fetch failed")));
  await expect(away.api.streams()).rejects.toBeInstanceOf(UnreachableError);
  const proxy = client(() => new Response("<html>", { status: 200 }));
  await expect(proxy.api.streams()).rejects.toBeInstanceOf(UnreachableError);
});
