import { Link } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { formatAmount, type Meter, readMeter, type Viewer } from "../../core";
import { useNow } from "../../hooks/page";
import { useSession } from "../../hooks/session";
import { Button, buttonClasses } from "../button";
import { classes } from "../classes";
import { formatDuration } from "../format";
import { AmountField, readAmount } from "../money/amount-field";
import { VoucherForm } from "../money/voucher-form";
import { Overlay } from "./overlay";
import type { ShownState } from "./state-overlay";

/** Whether what watching costs is what there is to be said, in place of the picture or about it. */
export function meterSpeaks(meter: Meter | null, shown: ShownState): meter is Meter {
  if (shown !== "live" && shown !== "joining" && shown !== "connecting") return false;
  return meter?.state === "agree" || meter?.state === "stopped" || meter?.state === "sound-only";
}

interface MeterProps {
  readonly meter: Meter;
  readonly viewer: Viewer;
  /** Begins to watch anew. */
  readonly onLookAgain: () => void;
}

/** What has to be agreed to or put right before the picture goes on. */
export function MeterSays({ meter, viewer, onLookAgain }: MeterProps) {
  const { t } = useTranslation();
  const { user } = useSession();
  const price = formatAmount(meter.pricePerMinute, { code: meter.currency, decimals: meter.decimals });
  if (meter.state === "sound-only") {
    return <Overlay light title={t("money.meter.soundOnly")} hint={t("money.meter.soundOnlyHint")} />;
  }
  if (meter.state === "agree" && user) {
    return (
      <Card title={t("money.meter.agreeTitle", { price })} hint={t("money.meter.agreeHint")} meter={meter}>
        <AgreeForm meter={meter} viewer={viewer} />
      </Card>
    );
  }
  const reason = meter.state === "agree" ? "signed-out" : (meter.reason ?? "unavailable");
  return (
    <Card
      title={t(`money.meter.stopped.${reason}`)}
      hint={t(`money.meter.stoppedHint.${reason}`, { price })}
      meter={meter}
    >
      {reason === "empty" && <VoucherForm />}
      {reason === "cap" && <AgreeForm meter={meter} viewer={viewer} />}
      {reason === "silent" && (
        <Button look="primary" onClick={onLookAgain}>
          {t("money.meter.again")}
        </Button>
      )}
      {reason === "signed-out" && (
        <Link to="/login" search={{ next: window.location.pathname }} className={buttonClasses("primary")}>
          {t("nav.signIn")}
        </Link>
      )}
    </Card>
  );
}

interface CardProps {
  readonly title: string;
  readonly hint: string;
  readonly meter: Meter;
  readonly children?: ReactNode;
}

function Card({ title, hint, meter, children }: CardProps) {
  const { t } = useTranslation();
  const charged = formatAmount(meter.charged, { code: meter.currency, decimals: meter.decimals });
  return (
    <div
      data-testid="meter-card"
      data-meter={meter.state}
      className="absolute inset-0 flex overflow-y-auto bg-[#101218]/65 p-3 pb-16"
    >
      <section aria-label={t("money.meter.label")} className="panel m-auto grid w-full max-w-md gap-3 p-4 sm:p-5">
        <div role="status" className="grid gap-1">
          <p className="text-lg leading-snug font-semibold">{title}</p>
          <p className="text-sm text-ink-soft">{hint}</p>
        </div>
        {children}
        {meter.charged > 0 && (
          <p className="text-sm text-ink-soft tabular-nums">
            {t("money.meter.soFar", { time: formatDuration(meter.seconds * 1_000), charged })}{" "}
            <Link to="/wallet" className="font-medium text-accent underline underline-offset-2">
              {t("money.meter.inWallet")}
            </Link>
          </p>
        )}
      </section>
    </div>
  );
}

function AgreeForm({ meter, viewer, onAgreed }: { meter: Meter; viewer: Viewer; onAgreed?: () => void }) {
  const { t } = useTranslation();
  const [cap, setCap] = useState("");
  const [sent, setSent] = useState<Meter | null>(null);
  const [away, setAway] = useState(false);
  const refusal = useStore(viewer.store, (state) => state.agreeRefusal);
  const currency = { code: meter.currency, decimals: meter.decimals };
  const amount = cap.trim() === "" ? null : readAmount(cap, currency);
  const problem = typeof amount === "string" ? amount : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typeof amount === "string") return;
    const told = viewer.agree(meter.pricePerMinute, amount);
    setAway(!told);
    setSent(told ? meter : null);
    if (told) onAgreed?.();
  };

  return (
    <form onSubmit={submit} className="grid gap-3">
      <AmountField
        label={t("money.meter.cap")}
        hint={t("money.meter.capHint", { currency: meter.currency })}
        value={cap}
        onType={setCap}
        problem={problem}
      />
      <Button type="submit" look="primary" busy={sent === meter && refusal === null} disabled={problem !== undefined}>
        {t("money.meter.agree", { price: formatAmount(meter.pricePerMinute, currency) })}
      </Button>
      {(away || refusal) && (
        <p role="alert" className="text-sm text-accent">
          {refusal ?? t("money.meter.away")}
        </p>
      )}
    </form>
  );
}

/** In a corner of the picture: what is free yet, or what it costs and how long that lasts. */
export function MeterTag({ meter, viewer }: { meter: Meter; viewer: Viewer }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const [asking, setAsking] = useState(false);
  const [agreed, setAgreed] = useState(false);
  const now = useNow(500);
  const currency = { code: meter.currency, decimals: meter.decimals };
  const price = formatAmount(meter.pricePerMinute, currency);
  const { previewLeft, secondsLeft } = readMeter(meter, now);
  if (meter.state !== "preview" && meter.state !== "paying") return null;
  const preview = meter.state === "preview";
  const facts = preview
    ? [t("money.meter.preview", { left: formatDuration(previewLeft * 1_000), price })]
    : [
        t("money.meter.paying", { price }),
        meter.balance !== undefined && t("money.meter.balance", { balance: formatAmount(meter.balance, currency) }),
        secondsLeft !== null && t("money.meter.lasts", { left: formatDuration(secondsLeft * 1_000) }),
      ].filter((fact) => fact !== false);
  const low = preview ? previewLeft <= 10 : secondsLeft !== null && secondsLeft <= 60;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in */}
      <div
        role="group"
        aria-label={t("money.meter.label")}
        data-testid="meter"
        data-meter={meter.state}
        className={classes(
          "on-picture absolute top-3 left-3 flex max-w-[calc(100%-1.5rem)] flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-3 py-1.5 text-xs sm:text-sm",
          low && "ring-1 ring-[#ff7759]",
        )}
      >
        {facts.map((fact) => (
          <span key={fact.slice(0, 4)} className="tabular-nums">
            {fact}
          </span>
        ))}
        {preview && user && !agreed && (
          <button
            type="button"
            aria-expanded={asking}
            onClick={() => setAsking(!asking)}
            className="min-h-6 font-semibold text-[#ff8c72] underline underline-offset-2 focus-visible:outline-white"
          >
            {t("money.meter.agreeAhead")}
          </button>
        )}
      </div>
      {preview && asking && !agreed && (
        <Card title={t("money.meter.agreeTitle", { price })} hint={t("money.meter.aheadHint")} meter={meter}>
          <AgreeForm meter={meter} viewer={viewer} onAgreed={() => setAgreed(true)} />
          <Button look="quiet" onClick={() => setAsking(false)}>
            {t("money.meter.notYet")}
          </Button>
        </Card>
      )}
    </>
  );
}
