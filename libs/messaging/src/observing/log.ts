/** The part of a pino logger that this lib writes to: structured fields first, never payloads or personal data. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Logs nothing: the default where no log is given. */
export const noLog: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
