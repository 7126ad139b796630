import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { Button } from "../components/button";
import { classes } from "../components/classes";
import { HopRow } from "../components/doctor/hop";
import { CopyReport, reportOf } from "../components/doctor/report";
import { AlertIcon, CheckIcon, InfoIcon, SpinnerIcon } from "../components/icons";
import { Shell } from "../components/shell";
import { type Doctor, HOPS, type Hop, type Verdict, verdictOf } from "../core/doctor";
import { useDoctor } from "../hooks/doctor";
import { useTitle } from "../hooks/page";
import { useServerConfig } from "../hooks/streams";

export function DoctorPage() {
  const { t } = useTranslation();
  useTitle(t("title.doctor"));
  const [attempt, setAttempt] = useState(0);
  const doctor = useDoctor(attempt);
  if (!doctor) return <Shell state="running">{null}</Shell>;
  return <Examination doctor={doctor} onAgain={() => setAttempt(attempt + 1)} />;
}

function Examination({ doctor, onAgain }: { doctor: Doctor; onAgain: () => void }) {
  const { t } = useTranslation();
  const { findings } = useStore(doctor.store);
  const { data: config } = useServerConfig();
  const verdict = verdictOf(findings);
  const running = verdict.tone === "running";
  return (
    <Shell state={verdict.name} width="narrow">
      <div className="grid grid-cols-1 gap-6 pt-6 sm:pt-10">
        <div className="grid gap-2">
          <h1 className="text-title font-semibold">{t("doctor.heading")}</h1>
          <p className="text-ink-soft">{t("doctor.lead")}</p>
        </div>
        <VerdictBox verdict={verdict} failing={HOPS.filter((hop) => findings[hop].state === "fails")} />
        <div className="flex flex-wrap gap-3">
          <Button look="primary" onClick={onAgain} disabled={running}>
            {t("doctor.again")}
          </Button>
          <CopyReport report={reportOf(t, verdict, findings, config?.version ?? "")} disabled={running} />
        </div>
        <section aria-labelledby="ways">
          <h2 id="ways" className="mb-3 font-semibold">
            {t("doctor.ways")}
          </h2>
          <ul className="panel grid grid-cols-1 divide-y divide-line">
            {HOPS.map((hop) => (
              <HopRow key={hop} hop={hop} finding={findings[hop]} />
            ))}
          </ul>
        </section>
      </div>
    </Shell>
  );
}

const MARKS = { running: SpinnerIcon, good: CheckIcon, fair: InfoIcon, bad: AlertIcon } as const;

/** The whole in a sentence, and what to do. As high while it runs as it will be, so that the list stays where it is. */
function VerdictBox({ verdict: { name, tone }, failing }: { verdict: Verdict; failing: readonly Hop[] }) {
  const { t } = useTranslation();
  const hops = failing.map((hop) => t(`doctor.hops.${hop}`)).join(", ");
  const Mark = MARKS[tone];
  return (
    <div
      role="status"
      data-testid="verdict"
      className={classes(
        "flex min-h-40 items-start gap-3.5 rounded-lg border p-5 sm:min-h-28",
        tone === "bad" ? "border-accent/40 bg-accent-soft" : "border-line bg-surface",
      )}
    >
      <Mark
        className={classes("mt-1 shrink-0", tone === "running" ? "spin-slow text-ink-faint" : "text-accent")}
        width={24}
        height={24}
      />
      <div className="grid gap-1">
        <p className="text-title font-semibold">{t(`doctor.verdicts.${name}.title`)}</p>
        <p className="text-sm text-ink-soft">{t(`doctor.verdicts.${name}.hint`, { hops })}</p>
      </div>
    </div>
  );
}
