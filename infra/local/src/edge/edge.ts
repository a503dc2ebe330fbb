import Fastify, { type FastifyInstance } from 'fastify';
import type { PlatformMode } from '../arguments.js';
import type { Ports } from '../platform/ports.js';
import { placesOf, type ServicePlace } from '../platform/service-places.js';
import type { ServiceName } from '../platform/services.js';
import { scrape } from '../metrics/scrape.js';
import { answersOk } from '../supervision/conditions.js';
import type { ProcessState } from '../supervision/process-description.js';
import { docsPage } from './docs-page.js';
import { PAGE_HEADERS } from './html.js';
import { isObject, type JsonObject } from './json.js';
import { lagsIn, type Lag } from './lag.js';
import { mergeOpenApi, type NamedDocument } from './openapi-merge.js';
import { sendProblem } from './problem.js';
import { addSandboxClock } from './sandbox-clock.js';
import { addServiceRoutes } from './service-routes.js';
import { statePage, type ServiceInfo } from './state-page.js';

export interface EdgeOptions {
  readonly ports: Ports;
  /** Those that run. */
  readonly services: readonly ServiceName[];
  /** Default `development`. */
  readonly mode?: PlatformMode;
  readonly states: () => readonly ProcessState[];
  readonly sandboxMode: 'on' | 'off';
  readonly paymentProviderKey: string;
  readonly folders: { readonly data: string; readonly logs: string; readonly outbox: string };
  /** Until everybody has followed the sandbox clock, ms. Default 30,000. */
  readonly clockDeadlineMs?: number;
}

const LOOK_DEADLINE_MS = 2_000;
const CLOCK_DEADLINE_MS = 30_000;

const urlOf = (ports: Ports, service: ServiceName): string => `http://127.0.0.1:${String(ports.services[service])}`;

/** Undefined where the service does not answer: the pages show that it is away. */
const look = async (url: string): Promise<Response | undefined> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(LOOK_DEADLINE_MS) }).catch(() => undefined);
  return response?.ok === true ? response : undefined;
};

const infoOf = async (ports: Ports, service: ServiceName): Promise<ServiceInfo> => {
  const url = urlOf(ports, service);
  const [response, health] = await Promise.all([
    look(`${url}/info`),
    answersOk(`${url}/health/ready`).then(
      () => 'ready' as const,
      () => 'not ready' as const,
    ),
  ]);
  const info: unknown = await response?.json();
  if (!isObject(info)) return { service, version: '', commit: '', sandboxOffsetMs: '', health: 'away' };
  const shown = (key: string): string => {
    const value = info[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  return {
    service,
    version: shown('version'),
    commit: shown('commit').slice(0, 12),
    sandboxOffsetMs: shown('sandboxOffsetMs'),
    health,
  };
};

const processesOf = ({ ports, services, mode = 'development' }: EdgeOptions): readonly ServicePlace[] =>
  services.flatMap((service) => placesOf(service, ports, mode));

const lagsOf = async ({ service, port }: ServicePlace): Promise<readonly Lag[]> => {
  const series = await scrape(`http://127.0.0.1:${String(port)}`);
  return series === undefined ? [] : lagsIn(service, series);
};

const documentOf = async (ports: Ports, service: ServiceName): Promise<NamedDocument | undefined> => {
  const response = await look(`${urlOf(ports, service)}/${service}/openapi.json`);
  const document: unknown = await response?.json();
  return isObject(document) ? { service, document } : undefined;
};

const mergedDocument = async ({
  ports,
  services,
}: EdgeOptions): Promise<{ document: JsonObject; missing: readonly string[] }> => {
  const documents = await Promise.all(services.map((service) => documentOf(ports, service)));
  const found = documents.filter((document) => document !== undefined);
  const missing = services.filter((service) => !found.some((document) => document.service === service));
  return { document: mergeOpenApi(found, `http://localhost:${String(ports.edge)}`), missing };
};

const addPages = (app: FastifyInstance, options: EdgeOptions): void => {
  const { ports, services, folders } = options;
  app.get('/', async (_, reply) => {
    const [infos, lags] = await Promise.all([
      Promise.all(services.map((service) => infoOf(ports, service))),
      Promise.all(processesOf(options).map(lagsOf)),
    ]);
    const edgeUrl = `http://localhost:${String(ports.edge)}`;
    const html = statePage({ edgeUrl, processes: options.states(), services: infos, lags: lags.flat(), folders });
    return reply.headers(PAGE_HEADERS).send(html);
  });
  app.get('/docs', async (_, reply) => {
    const { document, missing } = await mergedDocument(options);
    return reply.headers(PAGE_HEADERS).send(docsPage(document, missing));
  });
  app.get('/docs/openapi.json', async (_, reply) => {
    const { document, missing } = await mergedDocument(options);
    if (missing.length === 0) return document;
    const detail = `the documents of ${missing.join(', ')} cannot be read at the moment; try again shortly`;
    return sendProblem(reply, {
      status: 503,
      code: 'COMMON.UNAVAILABLE',
      detail,
      retryAfterSeconds: 2,
      details: { missing: [...missing] },
    });
  });
};

/** The edge without a port, for `openEdge` and tests. */
export const createEdge = async (options: EdgeOptions): Promise<FastifyInstance> => {
  const { ports, sandboxMode } = options;
  const app = Fastify({ logger: false, forceCloseConnections: 'idle' });
  app.setNotFoundHandler((request, reply) => {
    const detail = `there is nothing at ${request.url.split('?')[0] ?? ''}; / shows what there is`;
    return sendProblem(reply, { status: 404, code: 'COMMON.NOT_FOUND', detail });
  });
  app.setErrorHandler<Error & { statusCode?: number }>((error, _, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) return sendProblem(reply, { status: 500, code: 'COMMON.INTERNAL', detail: 'the edge failed' });
    const code = status === 413 ? 'COMMON.PAYLOAD_TOO_LARGE' : status === 415 ? 'COMMON.UNSUPPORTED_MEDIA' : 'COMMON.VALIDATION';
    return sendProblem(reply, { status, code, detail: error.message });
  });
  addPages(app, options);
  if (sandboxMode === 'on') {
    const paymentSandboxUrl = `http://127.0.0.1:${String(ports.paymentSandbox)}`;
    addSandboxClock(app, {
      identityUrl: urlOf(ports, 'identity'),
      paymentSandboxUrl,
      paymentProviderKey: options.paymentProviderKey,
      followers: [
        ...processesOf(options).map(({ name, port }) => ({ name, url: `http://127.0.0.1:${String(port)}` })),
        { name: 'payment-sandbox', url: paymentSandboxUrl },
      ],
      deadlineMs: options.clockDeadlineMs ?? CLOCK_DEADLINE_MS,
    });
  }
  await addServiceRoutes(app, ports);
  return app;
};

/** Listens on the loopback address. @throws when the port is taken */
export const openEdge = async (options: EdgeOptions): Promise<{ close: () => Promise<void> }> => {
  const app = await createEdge(options);
  await app.listen({ host: '127.0.0.1', port: options.ports.edge });
  return {
    close: async () => {
      await app.close();
    },
  };
};
