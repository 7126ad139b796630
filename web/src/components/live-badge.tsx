import { useTranslation } from "react-i18next";
import { classes } from "./classes";

/** A dot that says live, where something is. */
export function LiveBadge({ className }: { className?: string }) {
  const { t } = useTranslation();
  return (
    <span
      className={classes(
        "inline-flex h-7 shrink-0 items-center gap-2 rounded-full bg-accent px-2.5 text-xs font-semibold tracking-wide text-on-accent",
        className,
      )}
    >
      <span className="size-1.5 rounded-full bg-current" />
      {t("common.live")}
    </span>
  );
}
