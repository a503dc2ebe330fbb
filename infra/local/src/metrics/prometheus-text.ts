/** One measured value of a scrape. */
export interface Series {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+\d+)?$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;

const unescape = (text: string): string =>
  text.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));

/** The series of a text in Prometheus' exposition format; comments and what is no series are left out. */
export const seriesIn = (text: string): readonly Series[] =>
  text.split('\n').flatMap((line) => {
    const [, metric, labels = '', value] = LINE.exec(line.trim()) ?? [];
    if (metric === undefined || value === undefined) return [];
    const pairs = [...labels.matchAll(LABEL)].map(([, name, text = '']) => [name, unescape(text)] as const);
    return [{ metric, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) }];
  });
