import type { TFunction } from "i18next";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Findings, HOPS, type Verdict } from "../../core/doctor";
import { Button } from "../button";
import { CheckIcon, CopyIcon } from "../icons";
import { faultSentence, stateWord, targetOf } from "./hop";

interface CopyReportProps {
  readonly report: string;
  readonly disabled: boolean;
}

/** Copies the report; where the browser does not let it, the report is shown, to be copied by hand. */
export function CopyReport({ report, disabled }: CopyReportProps) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const [shown, setShown] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(report);
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    } catch {
      setShown(true);
      requestAnimationFrame(() => area.current?.select());
    }
  };

  return (
    <>
      <Button onClick={() => void copy()} disabled={disabled}>
        {copied ? <CheckIcon /> : <CopyIcon />}
        {t(copied ? "doctor.copied" : "doctor.copy")}
      </Button>
      {shown && (
        <textarea
          ref={area}
          readOnly
          rows={12}
          value={report}
          aria-label={t("doctor.report")}
          className="w-full rounded-md border border-line bg-ground p-3.5 font-mono text-sm"
        />
      )}
    </>
  );
}

/** Everything that was found, as text for whoever runs the server. It names no one: addresses are the server's. */
export function reportOf(t: TFunction, verdict: Verdict, findings: Findings, version: string): string {
  const lines = HOPS.flatMap((hop) => {
    const finding = findings[hop];
    const target = targetOf(finding);
    return [
      `${t(`doctor.hops.${hop}`)}: ${stateWord(t, finding)}${target && ` (${target})`}`,
      ...[faultSentence(t, finding)].filter((sentence) => sentence !== null).map((sentence) => `  ${sentence}`),
    ];
  });
  return [
    `${t(`doctor.verdicts.${verdict.name}.title`)}.`,
    "",
    ...lines,
    "",
    t("doctor.from", { version, origin: window.location.origin }),
    t("doctor.browser", { browser: navigator.userAgent }),
    new Date().toISOString(),
  ].join("\n");
}
