import type { ReactNode } from "react";
import { classes } from "./classes";
import { AlertIcon, InfoIcon } from "./icons";

interface NoticeProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** `problem` is read out at once. */
  readonly tone?: "problem" | "plain";
  readonly className?: string;
}

/** Says what happened, whose side it is on, and what to do. */
export function Notice({ title, children, action, tone = "plain", className }: NoticeProps) {
  const problem = tone === "problem";
  const Icon = problem ? AlertIcon : InfoIcon;
  return (
    <div
      role={problem ? "alert" : "status"}
      className={classes(
        "flex items-start gap-3 rounded-md border p-4",
        problem ? "border-accent/40 bg-accent-soft" : "border-line bg-surface",
        className,
      )}
    >
      <Icon className={classes("mt-0.5 shrink-0", problem ? "text-accent" : "text-ink-faint")} />
      <div className="grid min-w-0 gap-1">
        <p className="font-medium">{title}</p>
        {children && <div className="text-sm text-ink-soft [overflow-wrap:anywhere]">{children}</div>}
        {action && <div className="mt-2">{action}</div>}
      </div>
    </div>
  );
}
