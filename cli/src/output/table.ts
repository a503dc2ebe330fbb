/** A cell as people see it: nothing for null. */
export type Cell = string | number | boolean | null;

/** Lays rows out in columns under a heading, without blanks at the ends of lines; numbers are aligned to the right. */
export const table = (heading: readonly string[], rows: readonly (readonly Cell[])[]): readonly string[] => {
  if (rows.length === 0) return ['(none)'];
  const text = rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
  const widths = heading.map((title, column) => Math.max(title.length, ...text.map((row) => row[column]?.length ?? 0)));
  const right = heading.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
  const line = (row: readonly string[]): string =>
    widths
      .map((width, column) => (right[column] ? (row[column] ?? '').padStart(width) : (row[column] ?? '').padEnd(width)))
      .join('  ')
      .trimEnd();
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...text.map(line)];
};

/** Seconds in the largest unit that leaves at least two of it. */
export const duration = (seconds: number): string => {
  if (seconds < 120) return `${String(Math.round(seconds))} s`;
  if (seconds < 7_200) return `${String(Math.round(seconds / 60))} min`;
  if (seconds < 172_800) return `${String(Math.round(seconds / 3_600))} h`;
  return `${String(Math.round(seconds / 86_400))} d`;
};
