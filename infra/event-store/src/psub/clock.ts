export type Clock = Readonly<{
  /** Milliseconds from any fixed point, never going back: time-outs and intervals. */
  elapsed: () => number;
  /** Milliseconds since 1970: what is written down. */
  now: () => number;
}>;

export const systemClock: Clock = { elapsed: () => performance.now(), now: Date.now };
