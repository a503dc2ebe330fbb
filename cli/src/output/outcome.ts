import type { ExitCode } from '../exit-codes.js';

export const FORMATS = ['table', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** What a verb found or did: `json` for machines, `text` for people, and how the program ends. */
export type Outcome = Readonly<{ json: object; text: readonly string[]; exit: ExitCode }>;

/** One JSON document a run, or lines. */
export const render = ({ json, text }: Outcome, format: Format): string => {
  switch (format) {
    case 'json':
      return `${JSON.stringify(json, null, 2)}\n`;
    case 'table':
      return `${text.join('\n')}\n`;
  }
};
