/** Lays rows out in columns; the first row is the heading. Numbers and text alike are aligned to the left. */
export const layOut = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const [heading, ...body] = rows;
  if (heading === undefined) return '';
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
};

/** Bytes as MiB without decimals. */
export const mebibytes = (bytes: number): string => `${String(Math.round(bytes / 1024 / 1024))} MiB`;
