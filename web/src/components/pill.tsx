import { classes } from "./classes";

interface PillProps {
  /** The same for all of which one is chosen. */
  readonly name: string;
  readonly label: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

/** One of several, of which one is chosen: a radio button that looks like what it stands for. */
export function Pill({ name, label, chosen, onChoose }: PillProps) {
  return (
    <label
      className={classes(
        "grid h-11 cursor-pointer place-items-center rounded-full border px-4 tabular-nums has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
        chosen
          ? "border-accent bg-accent-soft font-semibold text-ink"
          : "border-line bg-raised hover:border-line-strong",
      )}
    >
      <input type="radio" name={name} checked={chosen} onChange={onChoose} className="sr-only" />
      {label}
    </label>
  );
}
