import { fastify, LogController, type FastifyInstance } from 'fastify';
import { SandboxError } from '../domain/sandbox-error.js';
import type { Provider } from '../provider/provider.js';
import type { SandboxClock } from '../provider/sandbox-clock.js';
import type { Settler } from '../provider/settler.js';
import type { SandboxStore } from '../store/sandbox-store.js';
import type { WebhookDispatcher } from '../webhooks/dispatcher.js';
import type { ApiContract } from './api-contract.js';
import { controlRoutes } from './control.routes.js';
import type { Counters } from './counters.js';
import { problemMediaType, problemOf } from './problem.js';
import { providerRoutes } from './provider.routes.js';

export type SandboxParts = {
  readonly store: SandboxStore;
  readonly clock: SandboxClock;
  readonly provider: Provider;
  readonly settler: Settler;
  readonly dispatcher: WebhookDispatcher;
  readonly contract: ApiContract;
  readonly counters: Counters;
  readonly options: { readonly providerKey: string; readonly version: string; readonly commit: string };
};

const BODY_LIMIT_BYTES = 64 * 1024;

export function buildApp(parts: SandboxParts, logLevel: string): FastifyInstance {
  const app = fastify({
    logger: { level: logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text.length === 0) return done(null, undefined);
    try {
      done(null, JSON.parse(text.toString()));
    } catch {
      done(new SandboxError('SANDBOX.VALIDATION', 'The body is not JSON', { pointers: ['/'] }));
    }
  });
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    parts.counters.countRefusal(problem.code);
    if (problem.code === 'SANDBOX.INTERNAL') request.log.error({ error }, 'request failed');
    return reply.code(problem.status).type(problemMediaType).send(problem);
  });
  app.setNotFoundHandler((request) => {
    throw new SandboxError('SANDBOX.NOT_FOUND', `No route ${request.method} ${request.url.split('?')[0]}`);
  });
  app.register((scope, _options, done) => {
    controlRoutes(scope, parts);
    done();
  });
  app.register((scope, _options, done) => {
    providerRoutes(scope, parts);
    done();
  });
  return app;
}
