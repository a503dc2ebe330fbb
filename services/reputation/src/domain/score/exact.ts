/** Contributions are fixed-point numbers with nine digits, so their sums are exact as decimal strings. */
const SCALE = 1_000_000_000;

/** A weight or contribution as an integer of 1e-9, rounded to nearest. */
export const fixed = (value: number): bigint => BigInt(Math.round(value * SCALE));

/** Back to a number, for the distribution. */
export const toNumber = (value: bigint): number => Number(value) / SCALE;

/** Decimal text with nine digits, e.g. `4.250000000`. */
export const decimal = (value: bigint): string => {
  const text = value.toString().padStart(10, '0');
  return `${text.slice(0, -9)}.${text.slice(-9)}`;
};

/** Exact sum of two of these texts. */
export const sumOf = (a: string, b: string): string => decimal(BigInt(a.replace('.', '')) + BigInt(b.replace('.', '')));
