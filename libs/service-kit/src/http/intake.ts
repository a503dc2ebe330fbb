import { newId } from '@guildhall/kernel';
import { context, propagation, SpanKind, SpanStatusCode, trace, TraceFlags, type Context, type Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HttpMetrics } from '../telemetry/http-metrics.js';
import { HEADERS, headerOf } from './headers.js';
import { attachScope } from './request-scope.js';

const CORRELATION_FORM = /^[A-Za-z0-9._:-]{1,64}$/;
const PAYLOAD_LIMIT_BYTES = 100 * 1024;
type Traced = FastifyRequest & { guildhallSpan?: Span; guildhallContext?: Context; guildhallStart?: number; rawBody?: Buffer };

/** Size of the largest JSON body, in bytes (security.md, resource bounds). */
export const BODY_LIMIT = PAYLOAD_LIMIT_BYTES;

/**
 * Hooks of every request: correlation id, one server span with the caller's trace as parent, duration by route. Own hooks, not the
 * library instrumentation: one span a request, named by the route.
 */
export const installIntake = (fastify: FastifyInstance, metrics: HttpMetrics): void => {
  const tracer = trace.getTracer('@guildhall/service-kit');

  fastify.addHook('onRequest', (request: Traced, reply, done) => {
    const given = headerOf(request.headers, HEADERS.correlationId);
    const correlationId = given !== undefined && CORRELATION_FORM.test(given) ? given : newId();
    attachScope(request, { correlationId });
    void reply.header(HEADERS.correlationId, correlationId);
    const parent = propagation.extract(context.active(), request.headers);
    const route = request.routeOptions.url ?? 'unmatched';
    const span = tracer.startSpan(
      `${request.method} ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: { 'http.request.method': request.method, 'http.route': route, 'app.correlation_id': correlationId },
      },
      parent,
    );
    request.guildhallSpan = span;
    request.guildhallStart = performance.now();
    request.guildhallContext = trace.setSpan(parent, span);
    context.with(request.guildhallContext, done);
  });

  // The body arrives in callbacks of the socket, outside the context of the first hook.
  fastify.addHook('preValidation', (request: Traced, _reply: FastifyReply, done: () => void) => {
    context.with(request.guildhallContext ?? context.active(), done);
  });

  fastify.addHook('onResponse', (request: Traced, reply, done) => {
    const span = request.guildhallSpan;
    if (span) {
      span.setAttribute('http.response.status_code', reply.statusCode);
      if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    }
    const seconds = (performance.now() - (request.guildhallStart ?? performance.now())) / 1000;
    const labels = { method: request.method, route: request.routeOptions.url ?? 'unmatched', status: reply.statusCode };
    const { traceId, traceFlags } = span?.spanContext() ?? { traceFlags: TraceFlags.NONE };
    metrics.observe(labels, seconds, (traceFlags & TraceFlags.SAMPLED) === 0 ? undefined : traceId);
    done();
  });
};

/** JSON only, at most 100 KB; the raw bytes stay for signatures. An empty body counts as `{}`: the DTO says what is missing. */
export const installJsonParser = (fastify: FastifyInstance): void => {
  fastify.removeAllContentTypeParsers();
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
    (request: Traced, body, done) => {
      const raw = typeof body === 'string' ? Buffer.from(body) : body;
      request.rawBody = raw;
      if (raw.length === 0) return done(null, {});
      return parse(request, raw.toString('utf8'), done);
    },
  );
};
