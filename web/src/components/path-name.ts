import type { TFunction } from "i18next";
import type { StatsSample } from "../core";

/**
 * How media travels between this page and the server; null before it does. What comes by a relay has the relay's own protocol, which is UDP
 * however the relay is reached: how it is reached says more.
 */
export function pathName(t: TFunction, sample: StatsSample | undefined): string | null {
  if (!sample?.protocol) return null;
  const relay = sample.route?.relayProtocol;
  return relay
    ? t("direct.kind.relayedBy", { transport: relay.toUpperCase() })
    : t("direct.kind.directBy", { transport: sample.protocol.toUpperCase() });
}
