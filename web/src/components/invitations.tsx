import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorSentence } from "../hooks/errors";
import { api } from "../services";
import { Button } from "./button";
import { TextField } from "./field";

/** Who may watch a private stream: each change counts at once. */
export function Invitations({ streamId }: { streamId: string }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const client = useQueryClient();
  const key = ["invitations", streamId];
  const { data } = useQuery({ queryKey: key, queryFn: () => api.invitations(streamId) });
  const [email, setEmail] = useState("");
  const invite = useMutation({
    mutationFn: () => api.invite(streamId, email),
    onSuccess: (invited) => {
      client.setQueryData(key, invited);
      setEmail("");
    },
  });
  const uninvite = useMutation({
    mutationFn: (userId: string) => api.uninvite(streamId, userId),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
  const error = invite.error ?? uninvite.error;
  const send = () => email.trim() !== "" && invite.mutate();

  return (
    <fieldset className="grid gap-3 rounded-md border border-line p-4">
      <legend className="px-1 text-sm font-medium text-ink-soft">{t("settings.invited")}</legend>
      {data?.length === 0 && <p className="text-sm text-ink-faint">{t("settings.nobodyInvited")}</p>}
      <ul className="grid gap-1">
        {data?.map(({ userId, displayName }) => (
          <li key={userId} className="flex items-center justify-between gap-3">
            <span className="min-w-0 truncate">{displayName}</span>
            <Button
              size="sm"
              look="quiet"
              aria-label={t("settings.uninviteNamed", { name: displayName })}
              onClick={() => uninvite.mutate(userId)}
            >
              {t("settings.uninvite")}
            </Button>
          </li>
        ))}
      </ul>
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label={t("settings.inviteEmail")}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault(); // The form around is about other things.
              send();
            }}
            maxLength={254}
            autoComplete="off"
          />
        </div>
        <Button busy={invite.isPending} onClick={send}>
          {t("settings.invite")}
        </Button>
      </div>
      {error && (
        <p role="alert" className="text-sm text-accent">
          {sentence(error)}
        </p>
      )}
    </fieldset>
  );
}
