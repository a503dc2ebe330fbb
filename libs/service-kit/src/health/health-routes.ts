import type { FastifyInstance } from 'fastify';
import type { BusinessClock } from '../clock/business-clock.js';
import type { ServiceConfig } from '../config/service-config.js';
import type { MetricsRegistry } from '../telemetry/metrics.js';
import { scrape } from '../telemetry/scrape.js';
import type { Readiness } from './readiness.js';

export type HealthParts = Readonly<{
  config: Pick<ServiceConfig, 'service' | 'version' | 'commit' | 'sandboxMode' | 'roles'>;
  readiness: Readiness;
  clock: BusinessClock;
  metrics: MetricsRegistry;
}>;

/** `/health/{startup,ready,live}`, `/info` and `/metrics` on the service's own port, outside its prefix and without tokens. */
export const installHealthRoutes = (fastify: FastifyInstance, { config, readiness, clock, metrics }: HealthParts): void => {
  fastify.get('/health/live', (_, reply) => reply.send({ status: 'ok' }));
  fastify.get('/health/startup', (_, reply) =>
    reply.status(readiness.isStarted ? 200 : 503).send({ status: readiness.isStarted ? 'ok' : 'starting' }),
  );
  fastify.get('/health/ready', (_, reply) => {
    const waitingFor = readiness.waitingFor();
    const ready = Object.keys(waitingFor).length === 0;
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ok' : 'waiting', waitingFor });
  });
  fastify.get('/info', (_, reply) =>
    reply.send({
      service: config.service,
      version: config.version,
      commit: config.commit,
      roles: config.roles,
      sandboxMode: config.sandboxMode,
      sandboxOffsetMs: clock.offsetMs,
    }),
  );
  fastify.get('/metrics', async ({ headers }, reply) => {
    const { contentType, body } = await scrape(metrics, headers.accept);
    return reply.header('content-type', contentType).send(body);
  });
};
