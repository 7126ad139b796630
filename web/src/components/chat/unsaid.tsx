import { useTranslation } from "react-i18next";
import type { Chat, Unsaid } from "../../core";
import { guestName } from "../../hooks/chat";
import { useSession } from "../../hooks/session";
import { Button } from "../button";

/** Something of one's own that is not stored yet, and why. */
export function UnsaidMessage({ chat, message }: { chat: Chat; message: Unsaid }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const { text, problem } = message;
  const again = () => chat.sayAgain(message, user ? undefined : guestName());
  return (
    <li data-testid="unsaid" data-problem={problem ?? "none"} className="px-4 py-1">
      <p className="text-ink-faint [overflow-wrap:anywhere]">
        <bdi>{text}</bdi>
      </p>
      {problem === null ? (
        <p className="text-xs text-ink-faint">{t("chat.sending")}</p>
      ) : (
        <div role="alert" className="grid gap-1.5 pb-1">
          <p className="text-sm text-accent">
            {problem === "text" || problem === "name" ? message.message : t(`chat.problems.${problem}`)}
          </p>
          <div className="flex gap-2">
            <Button size="sm" onClick={again}>
              {t("common.tryAgain")}
            </Button>
            <Button size="sm" look="quiet" onClick={() => chat.discard(message)}>
              {t("chat.discard")}
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}
