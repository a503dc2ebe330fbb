/** Wall time: tokens, leases, time-outs, rate limits, logs. The sandbox clock never moves it. */
export interface WallClock {
  nowMs(): number;
}
export const WALL_CLOCK = Symbol('WALL_CLOCK');

/** The host's clock. */
export const hostClock: WallClock = { nowMs: () => Date.now() };
