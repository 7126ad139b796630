import { type ReactNode, useId } from "react";

/** One matter of a page, with its name. */
export function Section({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="panel grid grid-cols-1 gap-4 p-5">
      <div className="grid gap-1">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {lead && <p className="text-sm text-ink-soft">{lead}</p>}
      </div>
      {children}
    </section>
  );
}
