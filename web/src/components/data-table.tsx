import { useTranslation } from "react-i18next";
import { ChevronIcon } from "./icons";

interface DataTableProps {
  readonly caption: string;
  readonly head: readonly string[];
  /** The first in each row says what the row is about, and no two say the same. */
  readonly rows: readonly (readonly [string, ...string[]])[];
}

/** What a plot shows, in words and figures: for who cannot see it, and for who wants to know exactly. */
export function DataTable({ caption, head, rows }: DataTableProps) {
  const { t } = useTranslation();
  return (
    <details className="group">
      <summary className="flex w-fit list-none items-center gap-1.5 rounded-md text-sm font-medium text-ink-soft hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronIcon className="shrink-0 transition-transform group-open:rotate-180" />
        {t("reports.asTable", { what: caption })}
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of a keyboard */}
      <section tabIndex={0} aria-label={caption} className="mt-3 max-h-80 overflow-auto rounded-md border border-line">
        <table className="w-full text-sm whitespace-nowrap tabular-nums">
          <caption className="sr-only">{caption}</caption>
          <thead className="sticky top-0 bg-raised text-ink-soft">
            <tr>
              {head.map((name, index) => (
                <th key={name} scope="col" className={index === 0 ? CELL_FIRST : CELL}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map(([name, ...values]) => (
              <tr key={name}>
                <th scope="row" className={CELL_FIRST}>
                  {name}
                </th>
                {values.map((value, index) => (
                  <td key={head[index + 1]} className={CELL}>
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

const CELL = "px-3 py-2 text-right font-normal";
const CELL_FIRST = "px-3 py-2 text-left font-medium";
