import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isObject } from './json.js';
import { sendProblem } from './problem.js';

export interface ClockOptions {
  readonly identityUrl: string;
  readonly paymentSandboxUrl: string;
  readonly paymentProviderKey: string;
  /** Everyone whose `/info` has to report the offset: name and address. */
  readonly followers: readonly { readonly name: string; readonly url: string }[];
  /** Until all have followed, ms. */
  readonly deadlineMs: number;
}

const LOOK_EVERY_MS = 50;
const ANSWER_DEADLINE_MS = 10_000;
const RETRY_AFTER_SECONDS = 2;
/** What identity needs to know about the caller. */
const PASSED_ON = ['authorization', 'idempotency-key', 'guildhall-party', 'guildhall-correlation-id', 'traceparent'];

const offsetFrom = (body: unknown): number | undefined => {
  const offset = isObject(body) ? body['offsetMs'] : undefined;
  return typeof offset === 'number' && Number.isSafeInteger(offset) && offset >= 0 ? offset : undefined;
};

const post = (url: string, offsetMs: number, headers: Record<string, string>): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ offsetMs }),
    signal: AbortSignal.timeout(ANSWER_DEADLINE_MS),
  });

const callersHeaders = (request: FastifyRequest): Record<string, string> =>
  Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );

/** Offset a follower reports; undefined while it does not answer. */
const reportedOffset = async (url: string): Promise<number | undefined> => {
  try {
    const response = await fetch(`${url}/info`, { signal: AbortSignal.timeout(ANSWER_DEADLINE_MS) });
    const info: unknown = await response.json();
    return isObject(info) ? Number(info['sandboxOffsetMs']) : undefined;
  } catch {
    return undefined;
  }
};

const laggards = async ({ followers }: ClockOptions, offsetMs: number): Promise<readonly string[]> => {
  const offsets = await Promise.all(followers.map(({ url }) => reportedOffset(url)));
  return followers.filter((_, index) => !((offsets[index] ?? Number.NaN) >= offsetMs)).map(({ name }) => name);
};

const untilAllFollow = async (options: ClockOptions, offsetMs: number): Promise<readonly string[]> => {
  const end = performance.now() + options.deadlineMs;
  for (;;) {
    const missing = await laggards(options, offsetMs);
    if (missing.length === 0 || performance.now() >= end) return missing;
    await delay(LOOK_EVERY_MS);
  }
};

const unavailable = (reply: FastifyReply, detail: string, missing: readonly string[]): FastifyReply =>
  sendProblem(reply, {
    status: 503,
    code: 'COMMON.UNAVAILABLE',
    detail,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    details: { missing },
  });

/** identity's own refusal, as it gave it. */
const passOn = async (reply: FastifyReply, response: Response): Promise<FastifyReply> => {
  const type = response.headers.get('content-type');
  const challenge = response.headers.get('www-authenticate');
  if (type !== null) void reply.header('content-type', type);
  if (challenge !== null) void reply.header('www-authenticate', challenge);
  return reply.code(response.status).send(await response.text());
};

const move = async (request: FastifyRequest, reply: FastifyReply, options: ClockOptions): Promise<FastifyReply> => {
  const offsetMs = offsetFrom(request.body);
  if (offsetMs === undefined) {
    const detail =
      'the body has to be {"offsetMs": N}: milliseconds that business time is ahead of the wall clock, a whole number';
    return sendProblem(reply, { status: 400, code: 'COMMON.VALIDATION', detail });
  }
  const told = await post(`${options.identityUrl}/identity/sandbox/clock`, offsetMs, callersHeaders(request)).catch(
    () => undefined,
  );
  if (told === undefined)
    return unavailable(reply, 'identity is away, so the clock did not move; try again shortly', ['identity']);
  if (!told.ok) return passOn(reply, told);
  const authorization = `Bearer ${options.paymentProviderKey}`;
  const handed = await post(`${options.paymentSandboxUrl}/clock`, offsetMs, { authorization }).catch(() => undefined);
  if (handed?.ok !== true) {
    return unavailable(reply, 'the payment sandbox does not follow the clock yet; repeat the request', ['payment-sandbox']);
  }
  const missing = await untilAllFollow(options, offsetMs);
  if (missing.length > 0) return unavailable(reply, 'not everyone has followed the clock yet; repeat the request', missing);
  return reply.code(200).send({ offsetMs, followers: options.followers.map(({ name }) => name) });
};

/**
 * `POST /sandbox/clock {offsetMs}`: identity decides whether the caller may and tells the services; the payment sandbox is told here.
 *
 * Answers when everybody's business time has moved; may be repeated, and a repeat of a half-done move completes it.
 */
export const addSandboxClock = (app: FastifyInstance, options: ClockOptions): void => {
  app.post('/sandbox/clock', (request, reply) => move(request, reply, options));
};
