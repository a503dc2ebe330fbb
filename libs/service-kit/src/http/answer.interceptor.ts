import { Written } from '@guildhall/event-sourcing';
import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, Observable } from 'rxjs';
import { SERVICE_DEFINITION, type ServiceDefinition } from '../definition/service-definition.js';
import { positionOfToken, wantingAtLeast } from './freshness.js';
import { HEADERS, headerOf } from './headers.js';
import { RateLimits } from './rate-limits.js';
import { authorisedScope } from './request-scope.js';

/** Turns `Written` into headers and body, and lets queries wait for `Guildhall-At-Least`. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(
    @Inject(SERVICE_DEFINITION) private readonly definition: ServiceDefinition,
    private readonly limits: RateLimits,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const token = headerOf(request.headers, HEADERS.atLeast);
    const scope = token === undefined ? null : wantingAtLeast(positionOfToken(token, this.definition.service));
    const handled = scope
      ? new Observable<unknown>((subscriber) => scope.run(() => next.handle().subscribe(subscriber)))
      : next.handle();
    return handled.pipe(
      map((result: unknown) => {
        const stale = scope?.staleSeconds() ?? 0;
        if (stale > 0) void reply.header(HEADERS.stale, String(Math.ceil(stale)));
        return result instanceof Written ? this.written(result, request, reply) : result;
      }),
    );
  }

  private written(result: Written, request: FastifyRequest, reply: FastifyReply): object {
    this.limits.remember(authorisedScope(request).authorised.commandId);
    void reply.header(HEADERS.position, result.position).header(HEADERS.etag, `"${result.revision}"`);
    if (result.replayed === 'replayed') void reply.header(HEADERS.idempotentReplayed, 'true');
    return result.toJSON();
  }
}
