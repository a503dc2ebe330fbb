import type { FastifyReply } from 'fastify';

/** A problem document, RFC 9457, in the form the services give. */
export interface EdgeProblem {
  readonly status: number;
  /** Stable. */
  readonly code: string;
  readonly detail: string;
  /** When a repeat makes sense, in seconds. */
  readonly retryAfterSeconds?: number;
  readonly details?: Readonly<Record<string, unknown>>;
}

const titleOf = (code: string): string => {
  const words = (code.split('.').at(-1) ?? code).toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const sendProblem = (reply: FastifyReply, problem: EdgeProblem): FastifyReply => {
  const { status, code, detail, retryAfterSeconds, details } = problem;
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  return reply
    .code(status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify({ ...details, type: `urn:guildhall:problem:${code}`, title: titleOf(code), status, detail, code }));
};
