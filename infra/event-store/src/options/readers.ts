/** How the text of an option becomes its value. `takes` stands in the help, `expects` completes "… takes". */
export type Reader<T> = Readonly<{
  takes: string;
  expects: string;
  read: (text: string) => T | undefined;
  /** Whether a value from JavaScript is one that could have been read. */
  allows: (value: unknown) => boolean;
}>;

const isWhole = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;

export const text = (takes: string): Reader<string> => ({
  takes,
  expects: 'a text',
  read: (value) => value || undefined,
  allows: (value) => typeof value === 'string' && value !== '',
});

export const number = (takes: string, least: number, most: number): Reader<number> => {
  const allows = (value: unknown): value is number => isWhole(value, least, most);
  const read = (value: string): number | undefined => {
    const read = /^\d{1,16}$/.test(value) ? Number(value) : undefined;
    return allows(read) ? read : undefined;
  };
  return { takes, expects: `a whole number from ${least} to ${most}`, read, allows };
};

export const port: Reader<number> = { ...number('PORT', 0, 65_535), expects: 'a number from 0 to 65535' };

/** As the original: true and false in any case, also 1 and 0. A flag without a value is true. */
export const toggle: Reader<boolean> = {
  takes: 'true|false',
  expects: 'true or false',
  read: (value) => {
    const lower = value.toLowerCase();
    if (lower === 'true' || lower === '1') return true;
    return lower === 'false' || lower === '0' ? false : undefined;
  },
  allows: (value) => typeof value === 'boolean',
};

/** One of some words, in any case. */
export const choice = <const Word extends string>(...words: readonly Word[]): Reader<Word> => ({
  takes: words.join('|'),
  expects: `one of ${words.join(', ')}`,
  read: (value) => words.find((word) => word.toLowerCase() === value.toLowerCase()),
  allows: (value) => words.some((word) => word === value),
});

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
/** Longest delay that a timer can hold, in milliseconds: almost 25 days. */
const MAX_DELAY = 2_147_483_647;

/** A time as `500ms`, `30s`, `90m`, `24h` or `7d`; the value is milliseconds. */
export const duration: Reader<number> = {
  takes: 'TIME',
  expects: 'a time such as 30s, 90m, 24h or 7d',
  read: (value) => {
    const [, digits = '', unit = ''] = /^(\d{1,10})(ms|s|m|h|d)$/.exec(value) ?? [];
    const factor = Object.entries(UNITS).find(([name]) => name === unit)?.[1] ?? 0;
    const milliseconds = Number(digits) * factor;
    return isWhole(milliseconds, 1, MAX_DELAY) ? milliseconds : undefined;
  },
  allows: (value) => isWhole(value, 1, MAX_DELAY),
};
