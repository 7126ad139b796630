import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";
import { classes } from "./classes";
import { ChevronIcon } from "./icons";

const CONTROL =
  "h-11 w-full min-w-0 rounded-md border border-line-strong/60 bg-ground px-3.5 text-ink placeholder:text-ink-faint " +
  "transition-colors hover:border-line-strong disabled:opacity-60 disabled:cursor-not-allowed";

interface Labelled {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly problem?: string | undefined;
}

function Frame({ id, label, hint, problem, children }: Labelled & { id: string; children: ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium text-ink-soft">
        {label}
      </label>
      {children}
      {problem ? (
        <p id={`${id}-note`} className="text-sm text-accent">
          {problem}
        </p>
      ) : (
        hint && (
          <p id={`${id}-note`} className="text-sm text-ink-faint">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

export function TextField({ label, hint, problem, ...input }: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} problem={problem}>
      <input
        id={id}
        className={classes(CONTROL, problem && "border-accent")}
        aria-invalid={problem ? true : undefined}
        aria-describedby={hint || problem ? `${id}-note` : undefined}
        {...input}
      />
    </Frame>
  );
}

/** A text of several lines. */
export function TextArea({ label, hint, problem, ...area }: Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} problem={problem}>
      <textarea
        id={id}
        className={classes(CONTROL, "h-auto min-h-24 resize-y py-2.5", problem && "border-accent")}
        aria-describedby={hint || problem ? `${id}-note` : undefined}
        {...area}
      />
    </Frame>
  );
}

/** Something that is so or is not. */
export function CheckField({
  label,
  hint,
  ...input
}: Omit<Labelled, "problem"> & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <input
        id={id}
        type="checkbox"
        className="mt-0.5 size-5 shrink-0 accent-accent"
        aria-describedby={hint ? `${id}-note` : undefined}
        {...input}
      />
      <div className="grid gap-0.5">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-note`} className="text-sm text-ink-faint">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

type SelectProps = Labelled &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, "onChange"> & {
    readonly choices: readonly Choice[];
    readonly onChoose: (value: string) => void;
  };

/** The system's own list to choose from, which every phone and screen reader knows how to handle. */
export function SelectField({ label, hint, problem, choices, onChoose, ...select }: SelectProps) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} problem={problem}>
      <div className="relative">
        <select
          id={id}
          className={classes(CONTROL, "appearance-none truncate pr-10")}
          aria-describedby={hint || problem ? `${id}-note` : undefined}
          onChange={(event) => onChoose(event.target.value)}
          {...select}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
        <ChevronIcon className="pointer-events-none absolute top-3 right-3 text-ink-faint" />
      </div>
    </Frame>
  );
}
