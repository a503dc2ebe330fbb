/** What a measured value is held against. */
export type Goal = Readonly<{ of: 'value' | 'ratio'; is: 'at least' | 'at most'; number: number }>;
/** `limit`: the raw clients' own value in the same run; `ratio`: value / limit. Both null where there is no raw counterpart. */
export type Figure = Readonly<{
  name: string;
  value: number;
  unit: string;
  limit: number | null;
  ratio: number | null;
  goal: Goal | null;
  note?: string;
}>;

const rounded = (number: number): number => Number(number.toPrecision(4));

/** A value beside the raw clients' own. */
export const beside = (figure: Omit<Figure, 'ratio' | 'limit'> & Readonly<{ limit: number }>): Figure => ({
  ...figure,
  ratio: figure.value / figure.limit,
});

/** A value that stands alone. */
export const alone = (figure: Omit<Figure, 'ratio' | 'limit'>): Figure => ({ ...figure, limit: null, ratio: null });

const standing = ({ value, ratio, goal }: Figure): string => {
  if (goal === null) return '';
  const measured = goal.of === 'value' ? value : (ratio ?? Number.NaN);
  const met = goal.is === 'at least' ? measured >= goal.number : measured <= goal.number;
  return met ? 'met' : 'missed';
};

const goalText = (goal: Goal | null): string => (goal === null ? '' : `${goal.of} ${goal.is} ${String(goal.number)}`);

/** The line of a figure on stdout. */
export const lineOf = (figure: Figure): string => {
  const { name, value, unit, limit, ratio, goal, note } = figure;
  return JSON.stringify({
    name,
    value: rounded(value),
    unit,
    limit: limit === null ? null : rounded(limit),
    ratio: ratio === null ? null : rounded(ratio),
    ...(goal === null ? {} : { goal: goalText(goal), standing: standing(figure) }),
    ...(note === undefined ? {} : { note }),
  });
};

/** The closing table, for people. */
export const tableOf = (figures: readonly Figure[]): string => {
  const rows = figures.map((figure) => [
    figure.name,
    `${String(rounded(figure.value))} ${figure.unit}`,
    figure.limit === null ? '' : String(rounded(figure.limit)),
    figure.ratio === null ? '' : figure.ratio.toFixed(2),
    goalText(figure.goal),
    standing(figure),
  ]);
  const all = [['name', 'value', 'limit', 'ratio', 'goal', ''], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
