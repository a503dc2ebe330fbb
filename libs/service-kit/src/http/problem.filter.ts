import { Catch, Inject, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SERVICE_DEFINITION, type ServiceDefinition } from '../definition/service-definition.js';
import { LOGGER, type Logger } from '../telemetry/logger.js';
import { activeTrace } from '../telemetry/traceparent.js';
import { DeclaredErrors } from './declared-errors.js';
import { HEADERS } from './headers.js';
import { ASK_AGAIN_SECONDS, openOutcomeOf, type OpenOutcome } from './open-outcome.js';
import { answerTo, isOutage, methodNotAllowed, type Answer } from './problem.js';
import { findScope } from './request-scope.js';
import { RouteTable } from './route-table.js';

/** The one place where failures become problem+json. Refusals are logged as info, faults as errors, each once. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly routes: RouteTable,
    private readonly declared: DeclaredErrors,
    @Inject(SERVICE_DEFINITION) private readonly definition: ServiceDefinition,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also used for failures that Fastify meets before Nest sees the request. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const open = this.openOutcome(error, request);
    if (open) return this.leaveOpen(open, error, request, reply);
    const answer = this.answerFor(error, request);
    const { traceId } = activeTrace();
    const correlationId = findScope(request)?.correlationId;
    this.log(answer, request, correlationId);
    this.compare(answer, request);
    if (correlationId !== undefined) void reply.header(HEADERS.correlationId, correlationId);
    const key = findScope(request)?.authorised?.idempotencyKey;
    // So that a client which sent none can still repeat a request whose outcome is open.
    if (key !== undefined && answer.problem.status === 503) void reply.header(HEADERS.idempotencyKey, key);
    void reply
      .status(answer.problem.status)
      .headers(answer.headers)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify({ ...answer.problem, ...(traceId ? { traceId } : {}), ...(correlationId ? { correlationId } : {}) }));
  }

  /** Null where it is known what became of the request, or where its sender is unknown: only an own command may be asked for. */
  private openOutcome(error: unknown, request: FastifyRequest): OpenOutcome | null {
    const { authorised, claims } = findScope(request) ?? {};
    if (!isOutage(error) || !authorised?.caller || !claims?.open) return null;
    return openOutcomeOf(this.definition.service, authorised.commandId, claims.places);
  }

  private leaveOpen(open: OpenOutcome, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const scope = findScope(request);
    const { code, commandId, ask } = open;
    const route = request.routeOptions.url;
    const fields = { code, status: 202, method: request.method, route, commandId, correlation_id: scope?.correlationId };
    this.logger.warn({ ...fields, reason: String(error) }, 'outcome of a request stays open');
    void reply
      .status(202)
      .headers({ location: ask, 'retry-after': String(ASK_AGAIN_SECONDS) })
      .header(HEADERS.correlationId, scope?.correlationId ?? '')
      .header(HEADERS.idempotencyKey, scope?.authorised?.idempotencyKey ?? '')
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify(open));
  }

  private answerFor(error: unknown, request: FastifyRequest): Answer {
    if (!request.is404) return answerTo(error, findScope(request)?.claims?.touched ? 'touched' : 'untouched');
    const methods = this.routes.methodsOf(request.url.split('?')[0] ?? request.url);
    return methods.length === 0 ? answerTo(error) : methodNotAllowed(methods);
  }

  private compare({ problem: { code } }: Answer, request: FastifyRequest): void {
    const useCase = findScope(request)?.authorised?.useCase;
    if (useCase === undefined || this.declared.answered(useCase, code) === 'declared') return;
    this.logger.error({ code, useCase }, 'an operation answers a code that its OpenAPI does not name: add it to @Errors');
  }

  private log({ problem, fault }: Answer, request: FastifyRequest, correlationId: string | undefined): void {
    const { code, status } = problem;
    const fields = { code, status, method: request.method, route: request.routeOptions.url, correlation_id: correlationId };
    // An outage is seen where it happens; here it is only known what it cost.
    if (status === 503) this.logger.warn({ ...fields, reason: String(fault) }, 'request could not be served');
    else if (fault !== null) this.logger.error({ ...fields, err: fault }, 'request failed');
    else this.logger.info(fields, 'request refused');
  }
}
