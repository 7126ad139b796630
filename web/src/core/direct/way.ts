import type { Route } from "../stats";

/** How media gets from the phone to the screen. */
export type Way =
  /** From one to the other; `seen` where their addresses were found on the way, as behind a router. */
  | { readonly kind: "direct"; readonly seen: boolean }
  /** Through the server's relays, which are reached by these transports: this side's own first. Empty where neither side knows. */
  | { readonly kind: "relayed"; readonly transports: readonly string[] };

/**
 * What the pair of candidates in use means. A relay is known for one only to the side that took it: to the other its address may be just one
 * that a check came from (`prflx`).
 *
 * @param relay how the other side says that it reaches its relay; undefined where it takes none or says nothing
 */
export function wayOf(route: Route, relay: string | undefined): Way {
  if (route.local === "relay" || route.remote === "relay" || relay !== undefined) {
    const known = [route.relayProtocol, relay].filter((transport) => typeof transport === "string");
    return { kind: "relayed", transports: [...new Set(known)] };
  }
  return { kind: "direct", seen: route.local === "srflx" || route.remote === "srflx" };
}
