import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Chat, ChatLine } from "../../core";
import { useChat } from "../../hooks/chat";
import { Button } from "../button";
import { Dialog } from "../dialog";
import { TextField } from "../field";

interface ReportedProps {
  readonly chat: Chat;
  readonly onDeed: (words: string, undo?: () => void) => void;
}

/** To those who keep order: the newest message that somebody is troubled by and nobody has looked at. */
export function Reported({ chat, onDeed }: ReportedProps) {
  const { t } = useTranslation();
  const reports = useChat(chat, (state) => state.reports);
  const messages = useChat(chat, (state) => state.messages);
  const [seen, setSeen] = useState<readonly number[]>([]);
  const report = reports.findLast(({ messageId }) => !seen.includes(messageId));
  const line = messages.find((message) => message.messageId === report?.messageId);
  if (!report || !line) return null;
  const done = () => setSeen([...seen, line.messageId]);
  return (
    <div role="alert" className="grid gap-2 border-b border-line bg-accent-soft px-4 py-3 text-sm">
      <p className="[overflow-wrap:anywhere]">
        <span className="font-medium">{t("chat.reported", { name: line.name })}</span> <bdi>{line.text}</bdi>
      </p>
      {report.reason && <p className="text-ink-soft [overflow-wrap:anywhere]">{report.reason}</p>}
      <div className="flex gap-2">
        <Button
          size="sm"
          onClick={() => {
            done();
            if (chat.moderate("delete", line.messageId)) {
              onDeed(t("chat.deleted"), () => chat.moderate("restore", line.messageId));
            } else onDeed(t("chat.away"));
          }}
        >
          {t("chat.delete")}
        </Button>
        <Button size="sm" look="quiet" onClick={done}>
          {t("chat.keep")}
        </Button>
      </div>
    </div>
  );
}

interface ReportDialogProps {
  readonly line: ChatLine | null;
  readonly onClose: () => void;
  readonly onReport: (line: ChatLine, reason: string) => void;
}

export function ReportDialog({ line, onClose, onReport }: ReportDialogProps) {
  const { t } = useTranslation();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = new FormData(event.currentTarget).get("reason");
    if (line) onReport(line, String(reason ?? "").trim());
  };
  return (
    <Dialog open={line !== null} onClose={onClose} title={t("chat.reportHeading")} lead={t("chat.reportLead")}>
      <blockquote className="border-l-2 border-line-strong pl-3 text-ink-soft [overflow-wrap:anywhere]">
        {line?.text}
      </blockquote>
      <form onSubmit={submit} className="grid gap-4">
        <TextField label={t("chat.reportReason")} name="reason" maxLength={200} autoComplete="off" />
        <div className="flex flex-wrap justify-end gap-3">
          <Button look="quiet" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" look="primary">
            {t("chat.report")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
