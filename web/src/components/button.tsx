import type { ButtonHTMLAttributes, ReactNode } from "react";
import { classes } from "./classes";
import { SpinnerIcon } from "./icons";

export type ButtonLook = "primary" | "secondary" | "quiet";

const SHAPE =
  "inline-flex items-center justify-center gap-2 rounded-full font-medium select-none whitespace-nowrap " +
  "transition-[background,border-color,transform,opacity] duration-150 active:scale-[0.98] " +
  "disabled:opacity-50 disabled:cursor-not-allowed disabled:active:scale-100";

const LOOKS: Record<ButtonLook, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover font-semibold",
  secondary: "bg-raised text-ink border border-line hover:border-line-strong",
  quiet: "text-ink-soft hover:text-ink hover:bg-raised",
};

const SIZES = { md: "h-11 px-5", lg: "h-13 px-5 text-base sm:px-7", sm: "h-9 px-3.5 text-sm" } as const;

/** The classes of a button, for links that look like one. */
export function buttonClasses(look: ButtonLook = "secondary", size: keyof typeof SIZES = "md"): string {
  return classes(SHAPE, LOOKS[look], SIZES[size]);
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: ButtonLook;
  readonly size?: keyof typeof SIZES;
  /** Shows that its work is under way, and takes no second press. */
  readonly busy?: boolean;
}

export function Button({ look = "secondary", size = "md", busy = false, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classes(buttonClasses(look, size), className)}
      aria-busy={busy || undefined}
      {...rest}
      disabled={busy || rest.disabled}
    >
      {busy && <SpinnerIcon className="spin-slow" />}
      {children}
    </button>
  );
}

interface RoundButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does: its name for everyone who does not see the icon. */
  readonly label: string;
  readonly icon: ReactNode;
  /** Drawn as something that is off and worth a look. */
  readonly alarmed?: boolean;
}

/** A round toggle under the preview: icon above, its state in words beneath. */
export function RoundButton({ label, icon, alarmed = false, className, ...rest }: RoundButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classes(
        "grid size-12 shrink-0 place-items-center rounded-full border transition-colors duration-150",
        "disabled:opacity-45 disabled:cursor-not-allowed",
        alarmed
          ? "border-accent bg-accent-soft text-accent"
          : "border-line bg-raised text-ink enabled:hover:border-line-strong",
        className,
      )}
      {...rest}
    >
      {icon}
    </button>
  );
}
