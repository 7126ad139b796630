import { Link, Navigate, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CreateStreamForm } from "../components/create-stream-form";
import { ArrowIcon } from "../components/icons";
import { LiveBadge } from "../components/live-badge";
import { Failed, Loading } from "../components/page-states";
import { Shell } from "../components/shell";
import { useTitle } from "../hooks/page";
import { useMyStreams } from "../hooks/streams";

/** The way into the studio for someone who has not said which stream: makes the first, takes the only, or asks. */
export function StudioDoorPage() {
  const { t } = useTranslation();
  useTitle(t("title.studio"));
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useMyStreams();
  const [only] = data ?? [];
  if (only && data?.length === 1) return <Navigate to="/studio/$stream" params={{ stream: only.id }} replace />;
  const first = data?.length === 0;

  return (
    <Shell state={isPending ? "loading" : error && !data ? "failed" : first ? "first" : "choose"} width="narrow">
      {isPending && <Loading />}
      {error && !data && (
        <div className="pt-10">
          <Failed title={t("dashboard.loadFailed")} error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {data && (
        <div className="grid gap-6 pt-[6vh]">
          <div className="grid gap-2">
            <h1 className="text-3xl font-semibold tracking-tight">
              {t(first ? "studioDoor.first" : "studioDoor.heading")}
            </h1>
            {first && <p className="text-ink-soft">{t("studioDoor.firstLead")}</p>}
          </div>
          <ul className="grid gap-3">
            {data.map((stream) => (
              <li key={stream.id}>
                <Link
                  to="/studio/$stream"
                  params={{ stream: stream.id }}
                  className="panel flex items-center gap-3 p-5 transition-colors hover:border-line-strong"
                >
                  <span className="min-w-0 flex-1 truncate font-semibold">{stream.title}</span>
                  {stream.status === "live" && <LiveBadge />}
                  <ArrowIcon className="shrink-0 text-ink-faint" />
                </Link>
              </li>
            ))}
          </ul>
          {first && (
            <div className="panel p-6">
              <CreateStreamForm
                onCreated={(stream) => void navigate({ to: "/studio/$stream", params: { stream: stream.id } })}
              />
            </div>
          )}
        </div>
      )}
    </Shell>
  );
}
