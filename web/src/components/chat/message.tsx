import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Chat, ChatLine } from "../../core";
import { block, unblock } from "../../hooks/chat";
import { Button } from "../button";
import { classes } from "../classes";
import { formatExact, formatTime } from "../format";
import { MoreIcon } from "../icons";

const TIME_OUT_SECONDS = 300;

interface MessageProps {
  readonly line: ChatLine;
  readonly chat: Chat;
  readonly own: boolean;
  readonly moderator: boolean;
  readonly appoints: boolean;
  /** What can be done about it is shown. */
  readonly open: boolean;
  readonly onToggle: (messageId: number) => void;
  readonly onDeed: (words: string, undo?: () => void) => void;
  readonly onReport: (line: ChatLine) => void;
}

/** One message. What was typed is text and nothing else; React writes it so. */
export const Message = memo(function Message(props: MessageProps) {
  const { line, own, moderator, open, onToggle } = props;
  const { t } = useTranslation();
  const actions = moderator || !own;
  return (
    <li
      data-message={line.messageId}
      className={classes(
        "group px-4 py-1 hover:bg-raised focus-within:bg-raised",
        // What has scrolled away costs nothing when another message comes.
        "[contain-intrinsic-block-size:auto_3.25rem] [content-visibility:auto]",
      )}
    >
      <div className="flex items-start gap-2">
        <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          <span className={classes("font-semibold", line.badge === "creator" ? "text-accent" : "text-ink")}>
            <bdi>{line.name}</bdi>
          </span>
          {line.badge !== "member" && (
            <span className="ml-1.5 rounded-sm border border-line px-1.5 py-px align-[1px] text-xs text-ink-soft">
              {t(`chat.badges.${line.badge}`)}
            </span>
          )}{" "}
          <time
            dateTime={new Date(line.sentAt).toISOString()}
            title={formatExact(line.sentAt)}
            className="text-xs text-ink-faint tabular-nums"
          >
            {formatTime(line.sentAt)}
          </time>
          <span className="block text-ink-soft" data-testid="message-text">
            <bdi>{line.text}</bdi>
          </span>
        </p>
        {actions && (
          <button
            type="button"
            aria-label={t("chat.actions", { name: line.name })}
            aria-expanded={open}
            onClick={() => onToggle(line.messageId)}
            className={classes(
              "grid size-8 shrink-0 place-items-center rounded-full text-ink-faint hover:bg-surface hover:text-ink",
              "opacity-0 group-hover:opacity-100 focus-visible:opacity-100 aria-expanded:opacity-100 pointer-coarse:opacity-100",
            )}
          >
            <MoreIcon />
          </button>
        )}
      </div>
      {open && actions && <Actions {...props} />}
    </li>
  );
});

function Actions({ line, chat, own, moderator, appoints, onToggle, onDeed, onReport }: MessageProps) {
  const { t } = useTranslation();
  const { messageId, name, badge } = line;
  const ended = () => onToggle(messageId);
  const moderate = (words: string, done: boolean, undo?: () => void) => {
    ended();
    onDeed(done ? words : t("chat.away"), done ? undo : undefined);
  };
  const pardon = () => chat.moderate("pardon", messageId);
  const stoppable = moderator && !own && badge !== "creator";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in
    <div role="group" aria-label={t("chat.actions", { name })} className="flex flex-wrap gap-2 py-1.5">
      {moderator && (
        <Button
          size="sm"
          onClick={() =>
            moderate(t("chat.deleted"), chat.moderate("delete", messageId), () => chat.moderate("restore", messageId))
          }
        >
          {t("chat.delete")}
        </Button>
      )}
      {stoppable && (
        <>
          <Button
            size="sm"
            onClick={() =>
              moderate(t("chat.timedOut", { name }), chat.moderate("time-out", messageId, TIME_OUT_SECONDS), pardon)
            }
          >
            {t("chat.timeOut")}
          </Button>
          <Button
            size="sm"
            onClick={() => moderate(t("chat.wasBanned", { name }), chat.moderate("ban", messageId), pardon)}
          >
            {t("chat.ban")}
          </Button>
        </>
      )}
      {appoints && !own && badge === "member" && (
        <Button
          size="sm"
          onClick={() =>
            moderate(t("chat.appointed", { name }), chat.moderate("appoint", messageId), () =>
              chat.moderate("dismiss", messageId),
            )
          }
        >
          {t("chat.appoint")}
        </Button>
      )}
      {appoints && !own && badge === "moderator" && (
        <Button size="sm" onClick={() => moderate(t("chat.dismissed", { name }), chat.moderate("dismiss", messageId))}>
          {t("chat.dismiss")}
        </Button>
      )}
      {!own && !moderator && (
        <Button
          size="sm"
          onClick={() => {
            ended();
            onReport(line);
          }}
        >
          {t("chat.report")}
        </Button>
      )}
      {!own && (
        <Button
          size="sm"
          onClick={() => {
            ended();
            block(line.authorId);
            onDeed(t("chat.wasBlocked", { name }), () => unblock([line.authorId]));
          }}
        >
          {t("chat.block")}
        </Button>
      )}
    </div>
  );
}
