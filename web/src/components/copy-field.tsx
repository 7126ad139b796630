import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { CheckIcon, CopyIcon } from "./icons";

interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
  readonly testId?: string;
}

/** Something to be copied, with the button that does it; where the browser does not let it, the text is selected. */
export function CopyField({ label, value, testId }: CopyFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const [copied, setCopied] = useState(false);

  const copy = async () => {
    const input = document.getElementById(id) as HTMLInputElement | null;
    input?.select();
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    } catch {
      // No clipboard without HTTPS: the selection is there to be copied by hand.
    }
  };

  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium text-ink-soft">
        {label}
      </label>
      <div className="flex items-stretch overflow-hidden rounded-md border border-line bg-ground focus-within:border-line-strong">
        <input
          id={id}
          readOnly
          value={value}
          data-testid={testId}
          onFocus={(event) => event.target.select()}
          className="h-11 min-w-0 flex-1 truncate bg-transparent px-3.5 font-mono text-sm text-ink"
        />
        <button
          type="button"
          onClick={() => void copy()}
          aria-label={t(copied ? "common.copied" : "common.copyNamed", { what: label })}
          className="grid w-11 place-items-center border-l border-line text-ink-soft hover:bg-raised hover:text-ink"
        >
          {copied ? <CheckIcon className="text-accent" /> : <CopyIcon />}
        </button>
      </div>
      <span role="status" className="sr-only">
        {copied ? t("common.copied") : ""}
      </span>
    </div>
  );
}
