import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Finding, Hop } from "../../core/doctor";
import { classes } from "../classes";
import { formatMillis } from "../format";
import { AlertIcon, CheckIcon, SpinnerIcon } from "../icons";

interface HopRowProps {
  readonly hop: Hop;
  readonly finding: Finding;
}

/** One thing that was tried: what it is, whether it works, and if not, what is to be changed. */
export function HopRow({ hop, finding }: HopRowProps) {
  const { t } = useTranslation();
  const fault = faultSentence(t, finding);
  return (
    <li
      className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-3.5 gap-y-0.5 px-5 py-4"
      data-testid={`hop-${hop}`}
      data-state={finding.state}
      data-fault={finding.state === "fails" ? finding.fault : undefined}
    >
      <Mark state={finding.state} />
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">{t(`doctor.hops.${hop}`)}</h3>
        <span
          className={classes(
            "text-sm tabular-nums",
            finding.state === "fails" ? "font-medium text-accent" : "text-ink-soft",
          )}
        >
          {stateWord(t, finding)}
        </span>
      </div>
      <div className="col-start-2 grid gap-1 text-sm [overflow-wrap:anywhere]">
        <p className={fault ? "text-ink" : "text-ink-soft"}>{fault ?? t(`doctor.about.${hop}`)}</p>
        {fault && targetOf(finding) && (
          <p className="text-ink-faint">{t("doctor.target", { target: targetOf(finding) })}</p>
        )}
      </div>
    </li>
  );
}

function Mark({ state }: { state: Finding["state"] }) {
  switch (state) {
    case "running":
      return <SpinnerIcon className="spin-slow mt-0.5 text-ink-faint" />;
    case "works":
      return <CheckIcon className="mt-0.5 text-ink-soft" />;
    case "fails":
      return <AlertIcon className="mt-0.5 text-accent" />;
    case "absent":
      return (
        <span aria-hidden="true" className="text-center text-ink-faint">
          –
        </span>
      );
  }
}

/** How it went, in a word or two. */
export function stateWord(t: TFunction, finding: Finding): string {
  if (finding.state !== "works") return t(`doctor.${finding.state}`);
  return finding.millis === null ? t("doctor.works") : t("doctor.worksIn", { time: formatMillis(finding.millis) });
}

/** What stands in the way, and what to change; null where nothing does. */
export function faultSentence(t: TFunction, finding: Finding): string | null {
  if (finding.state !== "fails") return null;
  const sentence = t(`doctor.faults.${finding.fault}`);
  return finding.fault === "relay-refused" && finding.code !== undefined
    ? `${sentence} ${t("doctor.code", { code: finding.code })}`
    : sentence;
}

/** What was tried, empty where that is not known. */
export const targetOf = (finding: Finding): string => ("target" in finding ? finding.target : "");
