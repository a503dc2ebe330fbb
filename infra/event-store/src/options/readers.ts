/** How the text of an option becomes its value. `takes` stands in the help, `expects` completes "… takes". */
export type Reader<T> = Readonly<{ takes: string; expects: string; read: (text: string) => T | undefined }>;

const whole = (text: string, least: number, most: number): number | undefined => {
  const number = Number(text);
  return /^\d{1,16}$/.test(text) && number >= least && number <= most ? number : undefined;
};

export const text = (takes: string): Reader<string> => ({ takes, expects: 'a text', read: (value) => value || undefined });

export const port: Reader<number> = {
  takes: 'PORT',
  expects: 'a number from 0 to 65535',
  read: (value) => whole(value, 0, 65_535),
};

export const number = (takes: string, least: number, most: number): Reader<number> => ({
  takes,
  expects: `a whole number from ${least} to ${most}`,
  read: (value) => whole(value, least, most),
});

/** As the original: true and false in any case, also 1 and 0. A flag without a value is true. */
export const toggle: Reader<boolean> = {
  takes: 'true|false',
  expects: 'true or false',
  read: (value) => {
    const lower = value.toLowerCase();
    if (lower === 'true' || lower === '1') return true;
    return lower === 'false' || lower === '0' ? false : undefined;
  },
};

/** One of some words, in any case. */
export const choice = <const Word extends string>(...words: readonly Word[]): Reader<Word> => ({
  takes: words.join('|'),
  expects: `one of ${words.join(', ')}`,
  read: (value) => words.find((word) => word.toLowerCase() === value.toLowerCase()),
});

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A time as `500ms`, `30s`, `90m`, `24h` or `7d`; the value is milliseconds. */
export const duration: Reader<number> = {
  takes: 'TIME',
  expects: 'a time such as 30s, 90m, 24h or 7d',
  read: (value) => {
    const [, digits = '', unit = ''] = /^(\d{1,6})(ms|s|m|h|d)$/.exec(value) ?? [];
    const factor = Object.entries(UNITS).find(([name]) => name === unit)?.[1];
    return factor === undefined || Number(digits) === 0 ? undefined : Number(digits) * factor;
  },
};
