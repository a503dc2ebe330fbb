import helmet from '@fastify/helmet';
import type { DynamicModule, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { installHealthRoutes, type HealthParts } from '../health/health-routes.js';
import { createHttpMetrics } from '../telemetry/http-metrics.js';
import { installIntake, installJsonParser, BODY_LIMIT } from './intake.js';
import { ProblemFilter } from './problem.filter.js';
import { RouteTable } from './route-table.js';
import { secureContextOf, type HttpTls } from './tls.js';

/** Time that a client may take to send a request, in ms (security.md, resource bounds: 10 s); a handler's is configuration. */
const REQUEST_TIMEOUT_MS = 10_000;

export type HttpAppOptions = Readonly<{
  root: DynamicModule;
  service: string;
  routes: RouteTable;
  health: HealthParts;
  nestLogger: LoggerService;
  /** Null: plain HTTP. */
  tls: HttpTls | null;
}>;

/** A Nest app on Fastify with everything that is equal in all services; not yet initialised. */
export const createHttpApp = async ({
  root,
  service,
  routes,
  health,
  nestLogger,
  tls,
}: HttpAppOptions): Promise<NestFastifyApplication> => {
  const late: { filter: ProblemFilter | null } = { filter: null };
  const adapter = new FastifyAdapter({
    ...(tls && { https: secureContextOf(tls) }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: false, // no proxy header of a client is believed (ASVS 4.1.3)
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    // Failures that happen before routing, such as a malformed URL, get a problem document as well.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => late.filter?.answer(error, request, reply),
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.add(one, url);
  });
  installJsonParser(fastify);
  installIntake(fastify, createHttpMetrics(health.metrics));
  installHealthRoutes(fastify, health);
  await fastify.register(helmet, {
    contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    bodyParser: false,
    logger: nestLogger,
    abortOnError: false,
  });
  app.setGlobalPrefix(service);
  late.filter = app.get(ProblemFilter, { strict: false });
  return app;
};
