/** A series as promtool's tests write it: values one interval apart, in its notation (`0+10x5`). */
export type Input = Readonly<{ series: string; values: string }>;

/**
 * One story of an alert: series, and what fires at an instant. `fires`: for each alert that does, its labels without `alertname`;
 * empty: it stays silent.
 */
export type Case = Readonly<{
  alert: string;
  story: string;
  interval: string;
  input: readonly Input[];
  at: string;
  /** How often rules are evaluated: seldom where a story takes days, or promtool takes an hour. Default 15 s. */
  evaluated?: '1m' | '1h';
  fires: readonly Readonly<Record<string, string>>[];
}>;
