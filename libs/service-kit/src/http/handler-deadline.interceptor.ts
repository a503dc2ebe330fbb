import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { SERVICE_CONFIG, type ServiceConfig } from '../config/service-config.js';
import { LOGGER, type Logger } from '../telemetry/logger.js';
import { RequestClaims } from './request-claims.js';
import { attachScope, authorisedScope } from './request-scope.js';

/** A handler did not end in time; what it appended until then, or may have appended, stands in the request's claims. */
export class HandlerTimeout extends Error {
  override readonly name = 'HandlerTimeout';
}

/** Nobody waits longer for a handler than `HANDLER_DEADLINE_MS`: it is given up, appends nothing any more, and its caller gets an answer. */
@Injectable()
export class HandlerDeadline implements NestInterceptor {
  constructor(
    @Inject(SERVICE_CONFIG) private readonly config: Pick<ServiceConfig, 'handlerDeadlineMs'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const scope = authorisedScope(request);
    const claims = new RequestClaims();
    attachScope(request, { ...scope, claims });
    const work = claims.around(() => lastValueFrom(next.handle() as Observable<unknown>, { defaultValue: undefined }));
    return from(this.inTime(work, claims, scope.authorised.useCase));
  }

  private async inTime(work: Promise<unknown>, claims: RequestClaims, useCase: string): Promise<unknown> {
    const { handlerDeadlineMs } = this.config;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        claims.end();
        work.catch((error: unknown) => this.logger.warn({ useCase, err: error }, 'a handler failed after it was given up'));
        reject(new HandlerTimeout(`${useCase} took longer than ${handlerDeadlineMs} ms`));
      }, handlerDeadlineMs);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
