import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { lastDays, type StreamInfo } from "../../core";
import { useNow } from "../../hooks/page";
import type { Scope } from "../../hooks/reports";
import { SelectField } from "../field";
import { Pill } from "../pill";
import { AudienceReport } from "./audience";
import { Broadcasts } from "./broadcasts";
import { EarningsReport } from "./earnings";
import { Supporters } from "./supporters";

const RANGES = [7, 30, 90];
const ALL = "";

/** What came in and who watched, over the days and of the stream that one chooses. */
export function LookingBack({ streams }: { streams: readonly StreamInfo[] }) {
  const { t } = useTranslation();
  const id = useId();
  const now = useNow(60_000);
  const [range, setRange] = useState(30);
  const [stream, setStream] = useState(ALL);
  const scope: Scope = { days: lastDays(range, new Date(now)), stream: stream === ALL ? undefined : stream };
  return (
    <section aria-labelledby={id} className="grid grid-cols-1 gap-5 pt-12" data-testid="looking-back">
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
        <div className="grid gap-1">
          <h2 id={id} className="text-title font-semibold">
            {t("reports.heading")}
          </h2>
          <p className="text-sm text-ink-soft">{t("reports.lead")}</p>
        </div>
        <div className="flex flex-wrap items-end gap-4">
          {streams.length > 1 && (
            <div className="w-56">
              <SelectField
                label={t("reports.stream")}
                value={stream}
                onChoose={setStream}
                choices={[
                  { value: ALL, label: t("reports.allStreams") },
                  ...streams.map(({ id: value, title }) => ({ value, label: title })),
                ]}
              />
            </div>
          )}
          <fieldset>
            <legend className="sr-only">{t("reports.range")}</legend>
            <div className="flex gap-2">
              {RANGES.map((days) => (
                <Pill
                  key={days}
                  name={`range-${id}`}
                  label={t("reports.days", { count: days })}
                  chosen={days === range}
                  onChoose={() => setRange(days)}
                />
              ))}
            </div>
          </fieldset>
        </div>
      </div>
      <EarningsReport scope={scope} />
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-2">
        <AudienceReport scope={scope} />
        <Supporters scope={scope} />
      </div>
      <Broadcasts scope={scope} />
    </section>
  );
}
