import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { StreamInfo } from "../core";
import { useErrorSentence } from "../hooks/errors";
import { useReplaceKey } from "../hooks/streams";
import { Button } from "./button";
import { CopyField } from "./copy-field";
import { Dialog } from "./dialog";
import { KeyIcon } from "./icons";

/** Shows a key that has just been made, for the one time that it can be shown. */
export function KeyDialog({ stream, onClose }: { stream: StreamInfo | null; onClose: () => void }) {
  const { t } = useTranslation();
  const whipUrl = new URL(stream?.whipUrl ?? "/whip", window.location.href).href;
  return (
    <Dialog
      open={stream !== null}
      onClose={onClose}
      title={t("key.heading")}
      lead={t("key.shownOnce")}
      dismissible={false}
    >
      <CopyField label={t("key.whipUrl")} value={whipUrl} testId="whip-url" />
      <CopyField label={t("key.key")} value={stream?.streamKey ?? ""} testId="stream-key" />
      <p className="text-sm text-ink-soft">{t("key.obs")}</p>
      <Button look="primary" onClick={onClose}>
        {t("key.done")}
      </Button>
    </Dialog>
  );
}

/** A button that makes a new key after asking, and shows it. */
export function ReplaceKeyButton({ streamId, label }: { streamId: string; label: string }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<StreamInfo | null>(null);
  const replace = useReplaceKey();

  const confirm = () =>
    replace.mutate(streamId, {
      onSuccess: (stream) => {
        setAsking(false);
        setMade(stream);
      },
    });

  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        <KeyIcon />
        {label}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("key.replaceHeading")}
        lead={t("key.replaceLead")}
      >
        {replace.error && (
          <p role="alert" className="text-sm text-accent">
            {sentence(replace.error)}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-3">
          <Button look="quiet" onClick={() => setAsking(false)}>
            {t("common.cancel")}
          </Button>
          <Button look="primary" busy={replace.isPending} onClick={confirm}>
            {t("key.replace")}
          </Button>
        </div>
      </Dialog>
      <KeyDialog stream={made} onClose={() => setMade(null)} />
    </>
  );
}
