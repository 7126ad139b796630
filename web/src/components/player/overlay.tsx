import type { ReactNode } from "react";
import { SpinnerIcon } from "../icons";

interface OverlayProps {
  readonly title: string;
  readonly hint?: string;
  readonly busy?: boolean;
  readonly action?: ReactNode;
  /** Leaves the picture visible behind it. */
  readonly light?: boolean;
}

/** What is to be said in place of a picture, or about one that stands still. */
export function Overlay({ title, hint, busy = false, action, light = false }: OverlayProps) {
  return (
    <div
      role="status"
      className={
        light
          ? "absolute inset-x-0 bottom-0 grid max-h-full place-items-center overflow-y-auto p-2.5 pb-14 sm:p-4 sm:pb-20"
          : "absolute inset-0 grid place-content-center overflow-y-auto bg-[#101218]/65 p-5 pb-14"
      }
    >
      <div
        className={`grid max-w-md justify-items-center gap-1.5 text-center text-[#f4f2ee] ${
          light ? "on-picture rounded-lg px-4 py-2.5 sm:px-5 sm:py-3.5" : ""
        }`}
      >
        <p className="flex items-center gap-2.5 text-base font-semibold sm:text-lg">
          {busy && <SpinnerIcon className="spin-slow shrink-0" />}
          {title}
        </p>
        {hint && <p className={`text-[#c6c9d1] ${light ? "text-xs sm:text-sm" : "text-sm"}`}>{hint}</p>}
        {action && <div className="mt-3">{action}</div>}
      </div>
    </div>
  );
}
