import httpProxy from '@fastify/http-proxy';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Ports } from '../platform/ports.js';
import { serviceNames, type ServiceName } from '../platform/services.js';
import { errorCode } from '../supervision/error-code.js';
import { sendProblem } from './problem.js';

const RETRY_AFTER_SECONDS = 2;
/** Longer than any answer of ours takes, shorter than a client's patience. */
const ANSWER_DEADLINE_MS = 60_000;
/** The request never reached the service: nothing was done. */
const NOT_REACHED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

const refuse = (service: ServiceName, reply: FastifyReply, error: Error): void => {
  const code = errorCode(error);
  const notReached = code !== undefined && NOT_REACHED.has(code);
  const detail = notReached
    ? `${service} is away; nothing was done, try again shortly`
    : `${service} broke off before it had answered; repeat with the same Idempotency-Key to learn what happened`;
  sendProblem(reply, {
    status: notReached ? 503 : 502,
    code: 'COMMON.UNAVAILABLE',
    detail,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    details: { service },
  });
};

/**
 * Passes `/<service>/…` on unchanged.
 *
 * Nothing is repeated here: a 503 with Retry-After is the caller's to see, and only the caller knows its Idempotency-Key.
 */
export const addServiceRoutes = async (app: FastifyInstance, ports: Ports): Promise<void> => {
  for (const service of serviceNames) {
    await app.register(httpProxy, {
      upstream: `http://127.0.0.1:${String(ports.services[service])}`,
      prefix: `/${service}`,
      rewritePrefix: `/${service}`,
      retryMethods: [],
      disableRequestLogging: true,
      undici: { headersTimeout: ANSWER_DEADLINE_MS, bodyTimeout: ANSWER_DEADLINE_MS, connections: 256, pipelining: 1 },
      replyOptions: {
        onError: (reply, { error }) => {
          refuse(service, reply as FastifyReply, error);
        },
      },
    });
  }
};
