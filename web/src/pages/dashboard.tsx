import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, buttonClasses } from "../components/button";
import { CreateStreamForm } from "../components/create-stream-form";
import { Dialog } from "../components/dialog";
import { formatAgo, formatExact } from "../components/format";
import { PlusIcon, SettingsIcon } from "../components/icons";
import { LiveBadge } from "../components/live-badge";
import { Empty, Failed, Loading } from "../components/page-states";
import { LookingBack } from "../components/reports/looking-back";
import { Shell } from "../components/shell";
import { KeyDialog, ReplaceKeyButton } from "../components/stream-key";
import { StreamSettings } from "../components/stream-settings";
import type { StreamInfo } from "../core";
import { useNow, useTitle } from "../hooks/page";
import { useMyStreams } from "../hooks/streams";

function StreamRow({ stream }: { stream: StreamInfo }) {
  const { t } = useTranslation();
  const now = useNow(30_000);
  const [settings, setSettings] = useState(false);
  const createdAt = stream.createdAt ? Date.parse(stream.createdAt) : null;
  return (
    <li className="panel grid gap-4 p-5 grid-cols-[minmax(0,1fr)] sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
        <div className="flex items-center gap-3">
          <h2 className="min-w-0 truncate text-base font-semibold">{stream.title}</h2>
          {stream.status === "live" && <LiveBadge />}
        </div>
        <p className="flex flex-wrap gap-x-3 text-sm text-ink-faint">
          {stream.category && <span>{stream.category}</span>}
          {stream.status === "live" && (
            <span className="tabular-nums">{t("common.watchers", { count: stream.viewers })}</span>
          )}
          {createdAt && (
            <time dateTime={stream.createdAt} title={formatExact(createdAt)}>
              {t("dashboard.made", { ago: formatAgo(createdAt, now) })}
            </time>
          )}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" onClick={() => setSettings(true)}>
          <SettingsIcon />
          {t("settings.open")}
        </Button>
        <StreamSettings stream={stream} open={settings} onClose={() => setSettings(false)} />
        <ReplaceKeyButton streamId={stream.id} label={t("dashboard.newKey")} />
        <Link to="/watch/$stream" params={{ stream: stream.id }} className={buttonClasses("secondary", "sm")}>
          {t("dashboard.watchLink")}
        </Link>
        <Link to="/studio/$stream" params={{ stream: stream.id }} className={buttonClasses("primary", "sm")}>
          {t("dashboard.openStudio")}
        </Link>
      </div>
    </li>
  );
}

export function DashboardPage() {
  const { t } = useTranslation();
  useTitle(t("title.dashboard"));
  const { data, error, isPending, refetch } = useMyStreams();
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<StreamInfo | null>(null);
  const state = isPending ? "loading" : error && !data ? "failed" : data?.length === 0 ? "empty" : "ready";

  return (
    <Shell state={state}>
      <div className="flex flex-wrap items-end justify-between gap-4 pt-8 pb-6">
        <div className="grid gap-1.5">
          <h1 className="text-3xl font-semibold tracking-tight">{t("dashboard.heading")}</h1>
          <p className="text-ink-soft">{t("dashboard.lead")}</p>
        </div>
        <Button look={data?.length === 0 ? "primary" : "secondary"} onClick={() => setCreating(true)}>
          <PlusIcon />
          {t("dashboard.create")}
        </Button>
      </div>
      {isPending && <Loading />}
      {error && !data && <Failed title={t("dashboard.loadFailed")} error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <Empty title={t("dashboard.empty")} hint={t("dashboard.emptyHint")} />}
      <ul className="grid gap-3">
        {data?.map((stream) => (
          <StreamRow key={stream.id} stream={stream} />
        ))}
      </ul>
      {data && data.length > 0 && <LookingBack streams={data} />}
      <Dialog open={creating} onClose={() => setCreating(false)} title={t("createStream.heading")}>
        <CreateStreamForm
          onCreated={(stream) => {
            setCreating(false);
            setCreated(stream);
          }}
        />
      </Dialog>
      <KeyDialog stream={created} onClose={() => setCreated(null)} />
    </Shell>
  );
}
