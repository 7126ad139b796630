import { useTranslation } from "react-i18next";
import { formatDigits, type LedgerReport } from "../../core";
import { useErrorSentence } from "../../hooks/errors";
import { useCurrency, useVerifyLedger } from "../../hooks/money";
import { Button } from "../button";
import { formatCount } from "../format";
import { Notice } from "../notice";
import { Section } from "../section";

/** Whether the books are as they should be. */
export function LedgerCheck() {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const verify = useVerifyLedger();
  return (
    <Section title={t("money.admin.ledger")} lead={t("money.admin.ledgerLead")}>
      <Button className="justify-self-start" busy={verify.isPending} onClick={() => verify.mutate()}>
        {t("money.admin.check")}
      </Button>
      {verify.error && <Notice tone="problem" title={sentence(verify.error)} />}
      {verify.data && <Report report={verify.data} />}
    </Section>
  );
}

function Report({ report }: { report: LedgerReport }) {
  const { t } = useTranslation();
  const decimals = useCurrency()?.decimals ?? 0;
  return (
    <Notice
      tone={report.sound ? "plain" : "problem"}
      title={t(report.sound ? "money.admin.sound" : "money.admin.unsound")}
    >
      <p>
        {t("money.admin.checked", {
          transactions: formatCount(report.transactions),
          entries: formatCount(report.entries),
        })}
      </p>
      {!report.sound && (
        <>
          <p>{t("money.admin.unsoundHint")}</p>
          <ul className="list-disc pl-5">
            {report.faults.map(({ fault, place, expected, found }) => (
              <li key={`${fault} ${place}`}>
                {t("money.admin.fault", {
                  fault,
                  place,
                  expected: formatDigits(expected, decimals),
                  found: formatDigits(found, decimals),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}
