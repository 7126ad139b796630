// What lies between two lines of a plot's scale: one of the steps of the list.

/** Nothing is divided: 1, 2, 5, 10, ... */
export const WHOLE_STEPS: number[] = Array.from({ length: 15 }, (_, power) =>
  [1, 2, 5].map((digit) => digit * 10 ** power),
).flat();

/** Pixels, as pictures are high: a layer is half as high as the next. */
export const HEIGHT_STEPS: number[] = [90, 180, 360, 720, 1_440];

/** Seconds, as people count them: by the minute, the quarter of an hour, the hour. */
export const TIME_STEPS: number[] = [1, 5, 15, 30, 60, 300, 900, 1_800].concat(
  [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000].map((hours) => hours * 3_600),
);
