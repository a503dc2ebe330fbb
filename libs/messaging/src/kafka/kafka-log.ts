import type { LogEntry, logCreator, logLevel } from 'kafkajs';
import type { Log } from '../observing/log.js';

const ERROR: logLevel.ERROR = 1;
const WARN: logLevel.WARN = 2;

/** kafkajs logs as ERROR what it is going to try again: a crash is real only when it says that it will not restart. */
const isFinal = (fields: Readonly<Record<string, unknown>>): boolean => fields['restart'] === false;

/** Passes kafkajs' log on: what will be retried as debug, a real crash as error, warnings as they are; no payloads. */
export const toLogCreator =
  (log: Log): logCreator =>
  () =>
  ({ namespace, level, log: { message, ...rest } }: LogEntry) => {
    const fields = { component: 'kafkajs', namespace, ...withoutBulk(rest) };
    if (level === ERROR && isFinal(rest)) return log.error(fields, message);
    if (level === WARN) return log.warn(fields, message);
    return log.debug(fields, message);
  };

// Stacks and group assignments are long and name nothing that the message does not; the log has a time of its own.
const BULK = new Set(['stack', 'memberAssignment', 'timestamp', 'logger']);

const withoutBulk = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !BULK.has(name)));
