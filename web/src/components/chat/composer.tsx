import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Chat } from "../../core";
import { guestName, rememberGuestName, useChat } from "../../hooks/chat";
import { useNow } from "../../hooks/page";
import { useSession } from "../../hooks/session";
import { formatDuration } from "../format";
import { ArrowIcon } from "../icons";

const MAX_TEXT = 500;
const MAX_NAME = 50;

const FIELD =
  "h-11 w-full min-w-0 rounded-md border border-line-strong/60 bg-ground px-3.5 placeholder:text-ink-faint hover:border-line-strong";

/** Where something is said, or in words why not. */
export function Composer({ chat, closed }: { chat: Chat; closed?: string | undefined }) {
  const { t } = useTranslation();
  const ready = useChat(chat, (state) => state.ready);
  const standing = useChat(chat, (state) => state.standing);
  if (!ready) return null;
  if (closed) return <Words>{closed}</Words>;
  switch (standing) {
    case "open":
      return <Form chat={chat} />;
    case "banned":
      return <Words>{t("chat.banned")}</Words>;
    case "timed-out":
      return <TimedOut chat={chat} />;
    case "sign-in":
      return (
        <Words>
          {t("chat.signIn")}{" "}
          <Link
            to="/login"
            search={{ next: window.location.pathname }}
            className="font-medium text-accent underline underline-offset-2"
          >
            {t("nav.signIn")}
          </Link>
        </Words>
      );
  }
}

function Words({ children }: { children: React.ReactNode }) {
  return (
    <p role="status" className="border-t border-line px-4 py-4 text-sm text-ink-soft">
      {children}
    </p>
  );
}

function TimedOut({ chat }: { chat: Chat }) {
  const { t } = useTranslation();
  const until = useChat(chat, (state) => state.timedOutUntil) ?? 0;
  const now = useNow(1_000);
  return (
    <p className="border-t border-line px-4 py-4 text-sm text-ink-soft tabular-nums">
      {t("chat.youAreTimedOut", { left: formatDuration(Math.max(0, until - now + 999)) })}
    </p>
  );
}

function Form({ chat }: { chat: Chat }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const nextAt = useChat(chat, (state) => state.nextAt);
  const now = useNow(500, nextAt !== null && nextAt > Date.now());
  const wait = nextAt === null ? 0 : Math.ceil((nextAt - now) / 1_000);
  const [text, setText] = useState("");
  const [name, setName] = useState(guestName);
  const guest = !user;
  const sayable = text.trim() !== "" && wait <= 0 && (!guest || name.trim() !== "");

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!sayable) return;
    if (guest) rememberGuestName(name.trim());
    chat.say(text.trim(), guest ? name.trim() : undefined);
    setText("");
  };

  return (
    <form onSubmit={submit} className="grid gap-2 border-t border-line p-3">
      {guest && (
        <input
          aria-label={t("chat.guestName")}
          placeholder={t("chat.guestName")}
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={MAX_NAME}
          autoComplete="nickname"
          className={FIELD}
        />
      )}
      <div className="flex gap-2">
        <input
          aria-label={t("chat.say")}
          placeholder={t("chat.say")}
          value={text}
          onChange={(event) => setText(event.target.value)}
          maxLength={MAX_TEXT}
          autoComplete="off"
          enterKeyHint="send"
          className={FIELD}
        />
        <button
          type="submit"
          disabled={!sayable}
          aria-label={t("chat.send")}
          title={t("chat.send")}
          className="grid size-11 shrink-0 place-items-center rounded-full bg-accent font-semibold text-on-accent hover:bg-accent-hover disabled:bg-raised disabled:text-ink-faint"
        >
          <ArrowIcon />
        </button>
      </div>
      {wait > 0 && <p className="text-sm text-ink-faint tabular-nums">{t("chat.wait", { count: wait })}</p>}
    </form>
  );
}
