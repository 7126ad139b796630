import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CloseIcon } from "./icons";

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly lead?: string;
  readonly children?: ReactNode;
  /** Without it a stray click cannot close the dialog. */
  readonly dismissible?: boolean;
}

/** A question or a secret in front of everything else; focus stays in it, Escape closes it. */
export function Dialog({ open, onClose, title, lead, children, dismissible = true }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/60 backdrop-blur-sm" />
        <Radix.Content
          {...(lead ? {} : { "aria-describedby": undefined })}
          onInteractOutside={(event) => !dismissible && event.preventDefault()}
          className="panel fixed top-1/2 left-1/2 z-50 grid max-h-[90dvh] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 gap-4 overflow-y-auto p-6 shadow-lifted"
        >
          <div className="grid gap-1.5 pr-8">
            <Radix.Title className="text-title font-semibold">{title}</Radix.Title>
            {lead && <Radix.Description className="text-ink-soft">{lead}</Radix.Description>}
          </div>
          {children}
          <Radix.Close
            aria-label={t("common.close")}
            className="absolute top-4 right-4 grid size-9 place-items-center rounded-full text-ink-faint hover:bg-raised hover:text-ink"
          >
            <CloseIcon />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
