import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { StreamInfo } from "../../core";
import { useErrorSentence } from "../../hooks/errors";
import { useEndStream, usePublicStreams } from "../../hooks/streams";
import { Button } from "../button";
import { Dialog } from "../dialog";
import { Failed, Loading } from "../page-states";
import { Section } from "../section";

/** What is on air, and an end to it. */
export function LiveStreams() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = usePublicStreams();
  const live = data?.filter((stream) => stream.status === "live");
  return (
    <Section title={t("money.admin.live")} lead={t("money.admin.liveLead")}>
      {isPending && <Loading />}
      {error && !data && <Failed title={t("home.loadFailed")} error={error} onRetry={() => void refetch()} />}
      {live?.length === 0 && <p className="text-sm text-ink-soft">{t("money.admin.liveEmpty")}</p>}
      {live && live.length > 0 && (
        <ul className="divide-y divide-line">
          {live.map((stream) => (
            <LiveStream key={stream.id} stream={stream} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function LiveStream({ stream }: { stream: StreamInfo }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const end = useEndStream();
  const [asking, setAsking] = useState(false);
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="grid min-w-0">
        <Link
          to="/watch/$stream"
          params={{ stream: stream.id }}
          className="font-medium underline underline-offset-2 [overflow-wrap:anywhere]"
        >
          {stream.title}
        </Link>
        <p className="text-sm text-ink-faint tabular-nums">
          {stream.creator.displayName} · {t("common.watchers", { count: stream.viewers })}
        </p>
      </div>
      <Button
        size="sm"
        aria-label={t("money.admin.stopNamed", { title: stream.title })}
        onClick={() => setAsking(true)}
      >
        {t("money.admin.stop")}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("money.admin.stopHeading")}
        lead={t("money.admin.stopLead", { title: stream.title })}
      >
        {end.error && (
          <p role="alert" className="text-sm text-accent">
            {sentence(end.error)}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-3">
          <Button look="quiet" onClick={() => setAsking(false)}>
            {t("common.cancel")}
          </Button>
          <Button
            look="primary"
            busy={end.isPending}
            onClick={() => end.mutate(stream.id, { onSuccess: () => setAsking(false) })}
          >
            {t("money.admin.stopNow")}
          </Button>
        </div>
      </Dialog>
    </li>
  );
}
