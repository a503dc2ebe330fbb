import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { activeTrace } from './traceparent.js';

/** JSON lines (pino): fields first, then one sentence. Never payloads, names, addresses or tokens. */
export type Logger = PinoLogger;
export const LOGGER = Symbol('LOGGER');

/** Fields whose value is never written, at the top or one level down; only errors have a `name` there. */
const REDACTED = [
  'authorization',
  'cookie',
  'password',
  'token',
  'refreshToken',
  'accessToken',
  'email',
  'address',
  'name',
  'body',
  'data',
];

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** A service's logger: one JSON line each with `service`, `replica`, `trace_id`, `span_id`. Writes to stdout unless given a stream. */
export const createLogger = (
  options: Readonly<{ service: string; level: LogLevel; replica?: string }>,
  destination?: DestinationStream,
): Logger => {
  const settings = {
    level: options.level,
    base: { service: options.service, replica: options.replica ?? String(process.pid) },
    messageKey: 'msg',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: [...REDACTED, ...REDACTED.map((field) => `*.${field}`).filter((path) => path !== '*.name')],
      censor: '[redacted]',
    },
    mixin: () => {
      const { traceId, spanId } = activeTrace();
      return traceId === undefined ? {} : { trace_id: traceId, span_id: spanId };
    },
  };
  return destination ? pino(settings, destination) : pino(settings);
};

/** Nest's own messages on our logger; its chatter about routes and modules goes to debug. */
export const nestLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown, ...more: unknown[]) => logger.debug({ context: more.at(-1) }, String(message)),
  error: (message: unknown, ...more: unknown[]) =>
    message instanceof Error
      ? logger.error({ err: message }, message.message)
      : logger.error({ detail: more.map(String) }, String(message)),
  warn: (message: unknown) => logger.warn({}, String(message)),
  debug: (message: unknown) => logger.debug({}, String(message)),
  verbose: (message: unknown) => logger.trace({}, String(message)),
  fatal: (message: unknown) => logger.fatal({}, String(message)),
});
