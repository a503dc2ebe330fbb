/** The smallest value that at least `percent` of the values do not exceed (nearest rank). @throws RangeError for no values */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('No values, no percentile');
  return found;
};
