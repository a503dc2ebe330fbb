import type { Clock } from '@guildhall/kernel';
import type { FastifyRequest } from 'fastify';
import type { VerifiedCaller } from '../auth/caller.js';
import type { RequestClaims } from './request-claims.js';

/** What service-kit knows about a request; set at intake and completed by the guard. */
export type RequestScope = {
  readonly correlationId: string;
  /** Set by the guard. */
  authorised?: Readonly<{
    /** Null: anonymous, on a public route. */
    caller: VerifiedCaller | null;
    useCase: string;
    idempotencyKey: string;
    commandId: string;
    requestHash: string;
    /** Null where the key was not rotated. */
    formerRequestHash: string | null;
    ifMatch: bigint | null;
    region: string;
    clock: Clock;
  }>;
  /** Set where the handler begins. */
  readonly claims?: RequestClaims;
};

const SCOPE = Symbol('guildhall:scope');
type Scoped = FastifyRequest & { [SCOPE]?: RequestScope };

export const attachScope = (request: FastifyRequest, scope: RequestScope): void => {
  (request as Scoped)[SCOPE] = scope;
};

/** The scope of a request, undefined for requests that never passed intake (malformed HTTP). */
export const findScope = (request: FastifyRequest): RequestScope | undefined => (request as Scoped)[SCOPE];

/** The scope after the guard; a route outside the guard is a programming error. */
export const authorisedScope = (
  request: FastifyRequest,
): RequestScope & { readonly authorised: NonNullable<RequestScope['authorised']> } => {
  const scope = findScope(request);
  if (!scope?.authorised) throw new Error('The request did not pass the guard of service-kit');
  return { ...scope, authorised: scope.authorised };
};

/** The unparsed body of a JSON request, for signatures of webhooks; empty where there was none. */
export const rawBodyOf = (request: FastifyRequest): Buffer =>
  (request as FastifyRequest & { rawBody?: Buffer }).rawBody ?? Buffer.alloc(0);
