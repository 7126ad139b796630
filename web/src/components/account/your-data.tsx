import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorSentence } from "../../hooks/errors";
import { api } from "../../services";
import { Button } from "../button";
import { Dialog } from "../dialog";
import { CheckField, TextField } from "../field";
import { save } from "../save";

/** What the server knows of this person: to take along, and to be forgotten. */
export function YourData({ onDeleted }: { onDeleted: () => void }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [deleting, setDeleting] = useState(false);

  const download = async () => {
    setBusy(true);
    setError(null);
    try {
      save(await api.exportData(), "lyceum-export.json");
    } catch (caught) {
      setError(caught);
    }
    setBusy(false);
  };

  return (
    <section aria-labelledby="your-data" className="panel grid gap-4 p-5">
      <h2 id="your-data" className="font-semibold">
        {t("account.data")}
      </h2>
      <p className="text-sm text-ink-soft">{t("account.dataLead")}</p>
      <div className="flex flex-wrap gap-3">
        <Button busy={busy} onClick={() => void download()}>
          {t("account.export")}
        </Button>
        <Button look="quiet" onClick={() => setDeleting(true)}>
          {t("account.delete")}
        </Button>
      </div>
      {error !== null && (
        <p role="alert" className="text-sm text-accent">
          {sentence(error)}
        </p>
      )}
      <Dialog
        open={deleting}
        onClose={() => setDeleting(false)}
        title={t("account.deleteHeading")}
        lead={t("account.deleteLead")}
      >
        <DeleteForm onDeleted={onDeleted} onCancel={() => setDeleting(false)} />
      </Dialog>
    </section>
  );
}

function DeleteForm({ onDeleted, onCancel }: { onDeleted: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password") ?? "");
    setBusy(true);
    setError(null);
    try {
      await api.deleteAccount(password);
      onDeleted();
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-5">
      <TextField
        label={t("account.currentPassword")}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        maxLength={256}
      />
      <CheckField label={t("account.deleteSure")} name="sure" required />
      {error !== null && (
        <p role="alert" className="text-sm text-accent">
          {sentence(error)}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-3">
        <Button look="quiet" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" look="primary" busy={busy}>
          {t("account.deleteNow")}
        </Button>
      </div>
    </form>
  );
}
