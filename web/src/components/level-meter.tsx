import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { measureLevel } from "../core";

/** How loud the microphone is. Drawn straight into the element, twenty times a second, past React. */
export function LevelMeter({ track, muted }: { track: MediaStreamTrack | null; muted: boolean }) {
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  const meter = useRef<HTMLMeterElement>(null);

  useEffect(() => {
    if (!track || muted) return;
    let shown = 0;
    const stop = measureLevel(track, (level) => {
      shown = Math.max(level, shown * 0.86); // falls slowly, so that the eye can follow
      if (bar.current) bar.current.style.transform = `scaleX(${shown.toFixed(3)})`;
      if (meter.current) meter.current.value = Math.round(shown * 100);
    });
    return () => {
      stop();
      if (bar.current) bar.current.style.transform = "scaleX(0)";
    };
  }, [track, muted]);

  return (
    <div>
      <meter
        ref={meter}
        min={0}
        max={100}
        value={0}
        aria-label={t("studio.level")}
        data-testid="microphone-level"
        className="sr-only"
      />
      <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-raised">
        <div
          ref={bar}
          className="h-full origin-left rounded-full bg-linear-to-r from-ink-faint via-ink-soft to-accent"
          style={{ transform: "scaleX(0)" }}
        />
      </div>
    </div>
  );
}
