import type { ServerConfig } from "../../core";
import { directPath } from "../../hooks/direct";
import { secureAddress } from "../secure-address";

const LOOPBACK = /^(localhost|127\.|\[::1\])/;

/**
 * Under which addresses a phone finds this server, the likeliest first; encrypted, since a phone gives no camera to a page that is not. A
 * page that was opened as localhost knows only what the server says of its own addresses.
 */
export function phoneAddresses(config: ServerConfig | undefined, location: Location = window.location): string[] {
  const encrypted = config?.lanUrls.filter((url) => url.startsWith("https:")) ?? [];
  if (LOOPBACK.test(location.host)) return encrypted.length > 0 ? [...encrypted] : [location.origin];
  if (location.protocol === "https:") return [location.origin];
  const own = secureAddress(config, location);
  return [own ? new URL(own).origin : location.origin];
}

/** What the phone opens. */
export function phoneLink(address: string, room: string, token: string | undefined): string {
  return address + directPath("phone", { room, token });
}
