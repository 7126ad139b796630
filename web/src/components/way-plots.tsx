import { useTranslation } from "react-i18next";
import type { Sampled } from "../core";
import { formatCount, formatMillis, formatPercent } from "./format";
import { Plotted } from "./plotted";
import { WHOLE_STEPS } from "./scale-steps";

const readRoundTrip = (sample: Sampled) => sample.roundTrip;
const readLoss = (sample: Sampled) => sample.loss;
const readFreezes = (sample: Sampled) => sample.freezes;

interface WayPlotsProps {
  readonly samples: readonly Sampled[];
  /** What counts as a freeze, where that needs a word. */
  readonly freezes?: string;
}

/** What a way does to a picture, whoever's it is: how long it takes, what it loses, and how often the picture stood still. */
export function WayPlots({ samples, freezes }: WayPlotsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Plotted
        name={t("watch.facts.roundTrip")}
        testId="round-trip"
        samples={samples}
        read={readRoundTrip}
        format={formatMillis}
        atLeast={40}
      />
      <Plotted
        name={t("watch.facts.loss")}
        testId="loss"
        samples={samples}
        read={readLoss}
        format={formatPercent}
        atLeast={4}
      />
      <Plotted
        name={t("watch.facts.newFreezes")}
        {...(freezes && { note: freezes })}
        testId="new-freezes"
        samples={samples}
        read={readFreezes}
        steps={WHOLE_STEPS}
        format={formatCount}
        atLeast={2}
      />
    </>
  );
}
