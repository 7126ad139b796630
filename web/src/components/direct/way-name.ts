import type { TFunction } from "i18next";
import type { Way } from "../../core/direct";

/**
 * A way in a few words.
 *
 * @param otherSide who is at its other end, whose relay is named after this side's own
 */
export function wayName(t: TFunction, way: Way, otherSide: "phone" | "screen"): string {
  if (way.kind === "direct") return t("direct.kind.direct");
  const [own, other] = way.transports.map((transport) => transport.toUpperCase());
  if (own === undefined) return t("direct.kind.relayed");
  return other === undefined
    ? t("direct.kind.relayedBy", { transport: own })
    : t(`direct.kind.relayedByBoth.${otherSide}`, { own, other });
}
