import { requestHash } from '@guildhall/event-sourcing';
import { CLOCK, httpCommandId, newId, type Clock } from '@guildhall/kernel';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { TokenRefused, type AccessTokenClaims } from '../auth/access-token.js';
import { callerOf, requireStepUp, type VerifiedCaller } from '../auth/caller.js';
import { mayEnter, type AllowValue } from '../auth/roles.js';
import { TokenVerifier } from '../auth/token-verifier.js';
import { SERVICE_CONFIG, type ServiceConfig } from '../config/service-config.js';
import { SERVICE_DEFINITION, type ServiceDefinition } from '../definition/service-definition.js';
import { LOGGER, type Logger } from '../telemetry/logger.js';
import { common } from './common-errors.js';
import { ALLOW, IDEMPOTENCY_KEY_REQUIRED, RATE_CLASS, SECRET_FIELDS, STEP_UP, type RateClass } from './decorators.js';
import { HEADERS, headerOf } from './headers.js';
import { useCaseOf } from './kebab.js';
import { RateLimits } from './rate-limits.js';
import { ANONYMOUS } from './request-context.decorator.js';
import { attachScope, findScope } from './request-scope.js';
import { WALL_CLOCK, type WallClock } from '../clock/wall-clock.js';

const BEARER = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/;
/** Visible ASCII, so that a key survives every log and header on its way. */
const KEY_FORM = /^[\x21-\x7e]{1,200}$/;
const ETAG_FORM = /^"(0|[1-9][0-9]{0,18})"$/;

/** HMACs of one request; `formerHash` null where the key was not rotated. */
type Hashes = Readonly<{ hash: string; formerHash: string | null }>;

/** Deny by default: token, policy of the route, step-up, budget, idempotency key and party of every request, in this order. */
@Injectable()
export class RequestGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenVerifier,
    private readonly limits: RateLimits,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
    @Inject(SERVICE_CONFIG) private readonly config: ServiceConfig,
    @Inject(SERVICE_DEFINITION) private readonly definition: ServiceDefinition,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const useCase = useCaseOf(context.getClass().name, context.getHandler().name);
    const caller = await this.admit(request, this.allowed(context), useCase);
    if (this.meta(context, STEP_UP) !== undefined) this.stepUp(caller);
    const key = headerOf(request.headers, HEADERS.idempotencyKey);
    const { hash, formerHash } = this.hashesOf(
      request,
      caller,
      this.reflector.get<readonly string[]>(SECRET_FIELDS, context.getHandler()) ?? [],
    );
    const idempotencyKey = this.keyOf(key);
    // Strangers share one actor id, so the content of their request is part of the command id.
    const commandId = caller
      ? httpCommandId(caller.accountId, useCase, idempotencyKey)
      : httpCommandId(ANONYMOUS, useCase, `${idempotencyKey}|${hash}`);
    await this.limits.count(this.rateClass(context, request), caller?.accountId ?? request.ip, commandId);
    if (key === undefined && this.meta(context, IDEMPOTENCY_KEY_REQUIRED) !== undefined) {
      throw common('COMMON.IDEMPOTENCY_KEY_MISSING', 'Send an Idempotency-Key, a new one for each thing that you want done');
    }
    attachScope(request, {
      correlationId: findScope(request)?.correlationId ?? newId(),
      authorised: {
        caller,
        useCase,
        idempotencyKey,
        commandId,
        requestHash: hash,
        formerRequestHash: formerHash,
        ifMatch: revisionOf(headerOf(request.headers, HEADERS.ifMatch)),
        region: caller?.region ?? this.config.region,
        clock: this.clock,
      },
    });
    return true;
  }

  private async admit(request: FastifyRequest, allowed: readonly AllowValue[], useCase: string): Promise<VerifiedCaller | null> {
    const isPublic = allowed.includes('public');
    const claims = await this.claims(request, useCase);
    if (!claims) {
      if (isPublic) return null;
      throw common('COMMON.UNAUTHENTICATED', 'A valid access token is needed');
    }
    if (!mayEnter(allowed, claims.roles)) {
      this.logger.warn({ code: 'COMMON.FORBIDDEN', useCase, accountId: claims.sub }, 'access denied by the policy of the route');
      throw common('COMMON.FORBIDDEN', 'Your roles do not allow this');
    }
    return callerOf(claims, headerOf(request.headers, HEADERS.party));
  }

  /** Null without a token and with a bad one: it earns nothing, also on a public route. */
  private async claims(request: FastifyRequest, useCase: string): Promise<AccessTokenClaims | null> {
    const header = request.headers.authorization;
    if (header === undefined) return null;
    const token = BEARER.exec(header)?.[1];
    if (token === undefined) return null;
    try {
      return await this.tokens.verify(token);
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      this.logger.warn({ code: 'COMMON.UNAUTHENTICATED', useCase, reason: error.reason }, 'access token refused');
      return null;
    }
  }

  private stepUp(caller: VerifiedCaller | null): void {
    if (!caller) throw common('COMMON.UNAUTHENTICATED', 'A valid access token is needed');
    requireStepUp(caller, this.definition.service, this.wall.nowMs());
  }

  private keyOf(key: string | undefined): string {
    if (key === undefined) return newId();
    if (!KEY_FORM.test(key)) throw common('COMMON.VALIDATION', 'Idempotency-Key: 1 to 200 visible ASCII characters');
    return key;
  }

  private hashesOf(request: FastifyRequest, caller: VerifiedCaller | null, secret: readonly string[]): Hashes {
    const path = request.url.split('?')[0] ?? request.url;
    const body = withoutFields(request.body, secret);
    const canonical = { method: request.method, path, party: caller?.partyId ?? null, body };
    const { requestHashKey, formerRequestHashKey } = this.config;
    const formerHash = formerRequestHashKey ? requestHash(formerRequestHashKey, canonical) : null;
    return { hash: requestHash(requestHashKey, canonical), formerHash };
  }

  private allowed(context: ExecutionContext): readonly AllowValue[] {
    return (
      this.reflector.getAllAndOverride<readonly AllowValue[] | undefined>(ALLOW, [context.getHandler(), context.getClass()]) ?? []
    );
  }

  private rateClass(context: ExecutionContext, request: FastifyRequest): RateClass {
    const named = this.reflector.get<RateClass | undefined>(RATE_CLASS, context.getHandler());
    return named ?? (request.method === 'GET' || request.method === 'HEAD' ? 'reads' : 'writes');
  }

  private meta(context: ExecutionContext, key: symbol): unknown {
    return this.reflector.get<unknown>(key, context.getHandler());
  }
}

const withoutFields = (body: unknown, secret: readonly string[]): unknown => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body ?? null;
  return Object.fromEntries(Object.entries(body).filter(([field]) => !secret.includes(field)));
};

const revisionOf = (header: string | undefined): bigint | null => {
  if (header === undefined) return null;
  const revision = ETAG_FORM.exec(header)?.[1];
  if (revision === undefined) throw common('COMMON.VALIDATION', 'If-Match: the quoted revision of an ETag, e.g. "7"');
  return BigInt(revision);
};
