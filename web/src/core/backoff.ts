/** How long to pause before trying again. Times in milliseconds. */
export interface BackoffPolicy {
  /** The first pause. */
  readonly first: number;
  /** The longest pause while the trouble is younger than `eagerFor`. */
  readonly eagerCap: number;
  /** How long we stay eager: a server that restarts is back well within this. */
  readonly eagerFor: number;
  /** The longest pause after that. */
  readonly patientCap: number;
}

/** Pauses up to 2 s in the first minute, so that a restarted server has everyone back at once; up to 10 s later. */
export const RECONNECT: BackoffPolicy = { first: 250, eagerCap: 2_000, eagerFor: 60_000, patientCap: 10_000 };

/** Of a server that has too many watchers already: seconds that grow, since who asks again at once makes it no emptier. */
export const WHILE_FULL: BackoffPolicy = { first: 2_000, eagerCap: 10_000, eagerFor: 60_000, patientCap: 30_000 };

/**
 * The pause before attempt number `attempt` (1 is the first retry), `troubleFor` ms after the trouble began.
 *
 * The upper half of the pause is random, so that thousands of watchers do not come back in the same instant.
 */
export function pauseBefore(
  attempt: number,
  troubleFor: number,
  random: () => number,
  policy: BackoffPolicy = RECONNECT,
): number {
  const cap = troubleFor < policy.eagerFor ? policy.eagerCap : policy.patientCap;
  const grown = Math.min(cap, policy.first * 2 ** Math.min(attempt - 1, 16));
  return Math.round(grown * (0.5 + random() / 2));
}
