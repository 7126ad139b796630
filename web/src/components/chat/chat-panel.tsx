import { memo, useCallback, useDeferredValue, useEffect, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Chat, type ChatLine, inFlow, type Tip } from "../../core";
import { unblock, useBlocked, useChat } from "../../hooks/chat";
import { Button } from "../button";
import { classes } from "../classes";
import { ChatIcon } from "../icons";
import { TipLine } from "../money/tip-line";
import { Composer } from "./composer";
import { Message } from "./message";
import { ReportDialog, Reported } from "./reports";
import { UnsaidMessage } from "./unsaid";

interface ChatPanelProps {
  readonly chat: Chat;
  /** In place of the chat where there is none at the moment. */
  readonly closed?: string | undefined;
  readonly className?: string;
}

/** What was done, and how to take it back. */
interface Deed {
  readonly words: string;
  readonly undo?: () => void;
}

const DEED_MILLIS = 10_000;

/** The chat of a stream: what is said, saying something, and keeping order. */
export function ChatPanel({ chat, closed, className }: ChatPanelProps) {
  const { t } = useTranslation();
  const id = useId();
  const ready = useChat(chat, (state) => state.ready);
  const moderator = useChat(chat, (state) => state.moderator);
  const refusal = useChat(chat, (state) => state.refusal);
  const [deed, setDeed] = useState<Deed | null>(null);
  const [reporting, setReporting] = useState<ChatLine | null>(null);

  useEffect(() => {
    if (!deed) return;
    const timer = setTimeout(() => setDeed(null), DEED_MILLIS);
    return () => clearTimeout(timer);
  }, [deed]);
  const done = useCallback((words: string, undo?: () => void) => setDeed({ words, ...(undo ? { undo } : {}) }), []);

  return (
    <section aria-labelledby={id} data-testid="chat" className={classes("panel flex min-h-0 flex-col", className)}>
      <header className="flex items-center justify-between gap-3 border-b border-line px-4 py-3">
        <h2 id={id} className="font-semibold">
          {t("chat.heading")}
        </h2>
        <SlowMode chat={chat} />
      </header>
      {closed && !ready ? (
        <Empty words={closed} />
      ) : (
        <>
          {moderator && <Reported chat={chat} onDeed={done} />}
          <Messages chat={chat} onDeed={done} onReport={setReporting} />
          <div role="status" aria-live="polite">
            {(refusal || deed) && (
              <p className="flex items-center justify-between gap-3 border-t border-line px-4 py-2 text-sm">
                <span className={refusal ? "text-accent" : "text-ink-soft"}>{refusal ?? deed?.words}</span>
                {!refusal && deed?.undo && (
                  <Button
                    size="sm"
                    onClick={() => {
                      deed.undo?.();
                      setDeed(null);
                    }}
                  >
                    {t("chat.undo")}
                  </Button>
                )}
              </p>
            )}
          </div>
          <Composer chat={chat} closed={closed} />
        </>
      )}
      <ReportDialog
        line={reporting}
        onClose={() => setReporting(null)}
        onReport={(line, reason) => {
          setReporting(null);
          if (chat.report(line.messageId, reason)) done(t("chat.reportSent"));
          else done(t("chat.away"));
        }}
      />
    </section>
  );
}

function SlowMode({ chat }: { chat: Chat }) {
  const { t } = useTranslation();
  const seconds = useChat(chat, (state) => state.slowSeconds);
  return seconds > 0 ? <p className="text-sm text-ink-faint">{t("chat.slow", { count: seconds })}</p> : null;
}

function Empty({ words }: { words: string }) {
  return (
    <div className="grid flex-1 place-content-center justify-items-center gap-2 px-6 py-10 text-center">
      <ChatIcon width={28} height={28} className="text-ink-faint" />
      <p className="text-sm text-ink-soft">{words}</p>
    </div>
  );
}

interface MessagesProps {
  readonly chat: Chat;
  readonly onDeed: (words: string, undo?: () => void) => void;
  readonly onReport: (line: ChatLine) => void;
}

function Messages({ chat, onDeed, onReport }: MessagesProps) {
  const { t } = useTranslation();
  const ready = useChat(chat, (state) => state.ready);
  const messages = useChat(chat, (state) => state.messages);
  const tips = useChat(chat, (state) => state.tips);
  const unsaid = useChat(chat, (state) => state.unsaid);
  const standing = useChat(chat, (state) => state.standing);
  const blocked = useBlocked();
  // Whatever else the page has to do goes before a busy chat. What belongs together is late together: what this person has said stays
  // below the lines until it is one of them.
  const news = useMemo(
    () => ({ chat, ready, unsaid, lines: inFlow(messages, tips) }),
    [chat, ready, unsaid, messages, tips],
  );
  const late = useDeferredValue(news);
  const shown = useMemo(
    () => late.lines.filter((line) => "tipId" in line || !blocked.includes(line.authorId)),
    [late.lines, blocked],
  );
  const waiting = [
    ...late.unsaid.filter(({ requestId }) => !unsaid.some((it) => it.requestId === requestId)),
    ...unsaid,
  ];
  const hidden = [...new Set(messages.map((line) => line.authorId))].filter((author) => blocked.includes(author));

  if (!ready || !late.ready || late.chat !== chat) return <Empty words={t("chat.connecting")} />;
  return (
    <>
      {/* Turned round, so that the browser itself keeps to the newest, and to whatever is being read further up. */}
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of a keyboard
        tabIndex={0}
        aria-label={t("chat.scroll")}
        className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain"
      >
        {shown.length === 0 && waiting.length === 0 ? (
          <Empty words={t(standing === "open" ? "chat.empty" : "chat.emptyYet")} />
        ) : (
          <div className="mt-auto">
            <div role="log" aria-label={t("chat.messages")}>
              <Lines chat={chat} shown={shown} onDeed={onDeed} onReport={onReport} />
            </div>
            {waiting.length > 0 && (
              <ul className="grid grid-cols-1 pb-2">
                {waiting.map((message) => (
                  <UnsaidMessage key={message.requestId} chat={chat} message={message} />
                ))}
              </ul>
            )}
          </div>
        )}
      </section>
      {hidden.length > 0 && (
        <p className="flex items-center justify-between gap-3 border-t border-line px-4 py-1.5 text-sm text-ink-faint">
          {t("chat.blocked", { count: hidden.length })}
          <Button size="sm" look="quiet" onClick={() => unblock(hidden)}>
            {t("chat.unblock")}
          </Button>
        </p>
      )}
    </>
  );
}

/** The lines that are shown, which stay as they are while nothing of theirs changes. */
const Lines = memo(function Lines({
  chat,
  shown,
  onDeed,
  onReport,
}: MessagesProps & { readonly shown: readonly (ChatLine | Tip)[] }) {
  const authorId = useChat(chat, (state) => state.authorId);
  const moderator = useChat(chat, (state) => state.moderator);
  const appoints = useChat(chat, (state) => state.appoints);
  const [open, setOpen] = useState<number | null>(null);
  const toggle = useCallback((messageId: number) => setOpen((now) => (now === messageId ? null : messageId)), []);
  return (
    <ol className="py-2">
      {shown.map((line) =>
        "tipId" in line ? (
          <TipLine key={line.tipId} tip={line} />
        ) : (
          <Message
            key={line.messageId}
            line={line}
            chat={chat}
            own={line.authorId === authorId}
            moderator={moderator}
            appoints={appoints}
            open={open === line.messageId}
            onToggle={toggle}
            onDeed={onDeed}
            onReport={onReport}
          />
        ),
      )}
    </ol>
  );
});
