/**
 * How one runner of a service stands, for `/<service>/operations/lag` and the metrics. `position`: last handled `$all` position, null
 * before the first; `lagSeconds`: since the store wrote the next unhandled event, 0 if none; times are wall time, ms since 1970;
 * `parked`: messages that wait for an operator.
 */
export type RunnerLag = Readonly<{
  runner: string;
  state: string;
  position: bigint | null;
  lagSeconds: number;
  heartbeatAt: number;
  advancedAt: number;
  parked: number;
}>;
