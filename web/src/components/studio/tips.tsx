import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ReceivedTip } from "../../core";
import { useErrorSentence } from "../../hooks/errors";
import { useCurrency, useDropGoal, useGoal, useReceivedTips, useSetGoal, useTipsHeard } from "../../hooks/money";
import { useNow } from "../../hooks/page";
import type { Studio } from "../../hooks/studio";
import { Button } from "../button";
import { TextField } from "../field";
import { formatAgo, formatExact } from "../format";
import { useAmounts } from "../money/amount";
import { AmountField, readAmount } from "../money/amount-field";
import { GoalBar } from "../money/goal-bar";
import { PagedList } from "../paged-list";

const MAX_TITLE = 80;

/** What was given, and what is collected for. */
export function StudioTips({ studio, streamId }: { studio: Studio; streamId: string }) {
  const { t } = useTranslation();
  const id = useId();
  useTipsHeard(studio.presenter.chat, streamId, true);
  return (
    <section aria-labelledby={id} data-testid="studio-tips" className="panel grid grid-cols-1 gap-5 p-5">
      <h2 id={id} className="font-semibold">
        {t("money.received.heading")}
      </h2>
      <Goal streamId={streamId} />
      <Feed streamId={streamId} />
    </section>
  );
}

function Goal({ streamId }: { streamId: string }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { data: goal } = useGoal(streamId);
  const drop = useDropGoal(streamId);
  if (goal === undefined) return null;
  if (goal === null) return <GoalForm streamId={streamId} />;
  return (
    <div className="grid gap-3">
      <GoalBar goal={goal} />
      <Button size="sm" className="justify-self-start" busy={drop.isPending} onClick={() => drop.mutate()}>
        {t("money.goal.drop")}
      </Button>
      {drop.error && (
        <p role="alert" className="text-sm text-accent">
          {sentence(drop.error)}
        </p>
      )}
    </div>
  );
}

function GoalForm({ streamId }: { streamId: string }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const currency = useCurrency();
  const set = useSetGoal(streamId);
  const [title, setTitle] = useState("");
  const [typed, setTyped] = useState("");
  const [pressed, setPressed] = useState(false);
  const target = readAmount(typed, currency);
  const problem = typeof target === "string" ? target : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setPressed(true);
    if (typeof target === "number") set.mutate({ title: title.trim(), target });
  };

  return (
    <details className="group">
      <summary className="font-medium">{t("money.goal.heading")}</summary>
      <form onSubmit={submit} className="grid gap-3 pt-3">
        <p className="text-sm text-ink-soft">{t("money.goal.lead")}</p>
        <TextField
          label={t("money.goal.title")}
          placeholder={t("money.goal.titlePlaceholder")}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          required
          maxLength={MAX_TITLE}
          autoComplete="off"
        />
        <AmountField
          label={t("money.goal.target")}
          value={typed}
          onType={setTyped}
          problem={pressed || (typed !== "" && problem !== "empty") ? problem : undefined}
        />
        <Button type="submit" look="primary" busy={set.isPending} disabled={title.trim() === ""}>
          {t("money.goal.set")}
        </Button>
        {set.error && (
          <p role="alert" className="text-sm text-accent">
            {sentence(set.error)}
          </p>
        )}
      </form>
    </details>
  );
}

function Feed({ streamId }: { streamId: string }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of a keyboard
    <section tabIndex={0} aria-label={t("money.received.scroll")} className="-mx-2 max-h-80 overflow-y-auto px-2">
      <PagedList
        query={useReceivedTips(streamId)}
        testId="received-tips"
        empty={t("money.received.empty")}
        loadFailed={t("money.received.loadFailed")}
      >
        {(tip) => <Received key={tip.id} tip={tip} />}
      </PagedList>
    </section>
  );
}

function Received({ tip }: { tip: ReceivedTip }) {
  const { t } = useTranslation();
  const amounts = useAmounts();
  const now = useNow(30_000);
  const at = Date.parse(tip.createdAt);
  return (
    <li className="grid gap-0.5 py-2.5">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="min-w-0 font-medium [overflow-wrap:anywhere]">
          <bdi>{tip.payer.displayName}</bdi>
        </span>
        <span className={tip.refundedAt ? "text-ink-faint line-through" : "font-semibold tabular-nums"}>
          {amounts(tip.amount)}
        </span>
      </p>
      {tip.message && (
        <p className="text-sm text-ink-soft [overflow-wrap:anywhere]">
          <bdi>{tip.message}</bdi>
        </p>
      )}
      <p className="text-sm text-ink-faint">
        <time dateTime={tip.createdAt} title={formatExact(at)}>
          {formatAgo(at, now)}
        </time>
        {tip.refundedAt && ` · ${t("money.received.refunded")}`}
      </p>
    </li>
  );
}
