import { readFileSync } from 'node:fs';

/** Where a configuration takes the texts of files from. `variable` says what a file stands for. */
export interface SecretTexts {
  /** The text of a file; throws as `readFileSync` does where there is none. */
  textOf(variable: string, path: string): string;
  /** The variable stays as it was at the start, whatever its file says later: not everything can change in a running process. */
  keep(variable: string): void;
}

/** The files as they are now: for programs that read their configuration once. */
export const textsOnDisk: SecretTexts = { textOf: (_, path) => readFileSync(path, 'utf8'), keep: () => undefined };
