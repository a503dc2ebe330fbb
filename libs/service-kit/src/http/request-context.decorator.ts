import { activeTraceparent, type CommandContext } from '@guildhall/event-sourcing';
import type { Actor } from '@guildhall/kernel';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { VerifiedCaller } from '../auth/caller.js';
import { common } from './common-errors.js';
import { authorisedScope } from './request-scope.js';

/** Actor id of requests without a token. */
export const ANONYMOUS = 'anonymous';

const requestOf = (context: ExecutionContext): FastifyRequest => context.switchToHttp().getRequest<FastifyRequest>();

/** Injects the `CommandContext` of the request: ids, hash, actor with the party acted for, business time, trace. */
export const RequestContext = createParamDecorator((_: unknown, context: ExecutionContext): CommandContext =>
  contextOf(requestOf(context)),
);

/** Injects the verified caller (`VerifiedCaller`); 401 on a public route without a token. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): VerifiedCaller => {
  const { caller } = authorisedScope(requestOf(context)).authorised;
  if (!caller) throw common('COMMON.UNAUTHENTICATED', 'Sign in first');
  return caller;
});

/** Injects the caller, or null for an anonymous request on a public route. */
export const OptionalCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): VerifiedCaller | null => authorisedScope(requestOf(context)).authorised.caller,
);

const contextOf = (request: FastifyRequest): CommandContext => {
  const { correlationId, authorised } = authorisedScope(request);
  const { caller, commandId, requestHash, formerRequestHash, ifMatch, region, clock } = authorised;
  const actor: Actor = caller
    ? { kind: 'account', id: caller.accountId, onBehalfOf: caller.partyId }
    : { kind: 'account', id: ANONYMOUS };
  const traceparent = activeTraceparent();
  return {
    commandId,
    requestHash,
    actor,
    correlationId,
    causationId: commandId,
    occurredAt: clock.now().toISOString(),
    region,
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(formerRequestHash === null ? {} : { formerRequestHash }),
    ...(ifMatch === null ? {} : { ifMatch }),
  };
};
