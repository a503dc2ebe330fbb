import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalConfig } from '../config.js';
import { answersOk } from '../supervision/conditions.js';
import { Obstacle } from '../supervision/obstacle.js';
import type { ProcessDescription } from '../supervision/process-description.js';
import { heapFlags } from './heap-flags.js';
import type { Layout } from './layout.js';
import type { Ports } from './ports.js';
import { inProduction } from '../production/production-files.js';
import { publicPart, type Secrets } from './secrets.js';
import type { ServicePlace } from './service-places.js';
import { serviceNames, type ServiceName } from './services.js';
import type { StoreUrls } from './store-processes.js';

const START_DEADLINE_MS = 120_000;
/** The services drain for up to 10 s by themselves. */
const STOP_DEADLINE_MS = 15_000;

export interface ServiceSurroundings {
  readonly layout: Layout;
  readonly ports: Ports;
  readonly stores: StoreUrls;
  readonly secrets: Secrets;
  readonly config: LocalConfig;
}

const mainOf = (layout: Layout, name: ServiceName): string => join(layout.root, 'services', name, 'dist', 'main.js');

/** Services whose package has been built. */
export const builtServices = (layout: Layout): readonly ServiceName[] =>
  serviceNames.filter((name) => existsSync(mainOf(layout, name)));

/** The service's own database on the given server; a database in the URL is replaced. */
export const databaseUrl = (mongodbUrl: string, service: ServiceName): string => {
  const match = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(mongodbUrl);
  if (match === null) throw new Obstacle(`MONGODB_URL is "${mongodbUrl}" but has to be like mongodb://127.0.0.1:27017`);
  return `${match[1] ?? ''}/guildhall_${service}${match[2] ?? ''}`;
};

const ownVariables = (name: ServiceName, { layout, ports, secrets }: ServiceSurroundings): Readonly<Record<string, string>> => {
  switch (name) {
    case 'identity':
      return {
        FIRST_SIGNING_KEY_PRIVATE: JSON.stringify(secrets.firstSigningKey),
        EMAIL_HMAC_KEY: secrets.emailHmacKey,
        CODE_HMAC_KEY: secrets.codeHmacKey,
        REFRESH_HMAC_KEY: secrets.refreshHmacKey,
        BOOTSTRAP_SECRET: secrets.bootstrapSecret,
        OUTBOX_DIR: layout.outboxDir,
      };
    case 'gigs':
      return { CURSOR_KEY: secrets.cursorKey };
    case 'payments':
      return {
        PAYMENT_PROVIDER_URL: `http://127.0.0.1:${String(ports.paymentSandbox)}`,
        PAYMENT_WEBHOOK_SECRET: secrets.paymentWebhookSecret,
        PAYMENT_PROVIDER_KEY: secrets.paymentProviderKey,
      };
    case 'contracts':
    case 'disputes':
    case 'reputation':
      return {};
  }
};

const commonVariables = (name: ServiceName, surroundings: ServiceSurroundings): Readonly<Record<string, string>> => {
  const { layout, ports, stores, secrets, config } = surroundings;
  return {
    NODE_ENV: config.nodeEnv,
    HOST: '127.0.0.1',
    PORT: String(ports.services[name]),
    SINGLE_PROCESS: config.nodeEnv === 'production' ? 'false' : 'true',
    GIT_COMMIT: config.commit,
    LOG_LEVEL: config.logLevel,
    RATE_LIMITS: config.rateLimits,
    EVENTSTORE_URL: stores.eventStoreUrl,
    KAFKA_BROKERS: stores.kafkaBrokers.join(','),
    KAFKAJS_NO_PARTITIONER_WARNING: '1',
    MONGODB_URL: databaseUrl(stores.mongodbUrl, name),
    SUBJECT_KEYS_PATH: join(layout.keysDir, 'subject-keys.sqlite'),
    SANDBOX_MODE: config.sandboxMode === 'on' ? 'true' : 'false',
    REQUEST_HASH_KEY: secrets.requestHashKeys[name],
    FIRST_SIGNING_KEY: JSON.stringify(publicPart(secrets.firstSigningKey)),
    ...(config.otlpEndpoint === undefined ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: config.otlpEndpoint }),
  };
};

/** Everything a service's config.ts asks for. */
export const serviceEnvironment = (name: ServiceName, surroundings: ServiceSurroundings): Readonly<Record<string, string>> => ({
  ...commonVariables(name, surroundings),
  ...ownVariables(name, surroundings),
});

/** One process of a service, as the supervisor starts it. */
export const serviceProcess = (place: ServicePlace, surroundings: ServiceSurroundings): ProcessDescription => {
  const { name, service, role, port } = place;
  const url = `http://127.0.0.1:${String(port)}`;
  const common = { ...serviceEnvironment(service, surroundings), PORT: String(port) };
  return {
    name,
    title: role === 'all' ? service : `${service} ${role}`,
    command: process.execPath,
    args: [...heapFlags('service'), mainOf(surroundings.layout, service)],
    environment: role === 'all' ? common : inProduction(common, place, surroundings.layout),
    port,
    startDeadlineMs: START_DEADLINE_MS,
    stopDeadlineMs: STOP_DEADLINE_MS,
    cleanExitCodes: [0],
    prepare: async () => {
      await mkdir(surroundings.layout.outboxDir, { recursive: true });
    },
    ready: () => answersOk(`${url}/health/ready`),
    live: () => answersOk(`${url}/health/live`),
  };
};

/** The payment provider to develop against. */
export const paymentSandboxProcess = ({ layout, ports, secrets, config }: ServiceSurroundings): ProcessDescription => {
  const port = ports.paymentSandbox;
  return {
    name: 'payment-sandbox',
    title: 'payment sandbox',
    command: process.execPath,
    args: [
      ...heapFlags('service'),
      join(layout.root, 'infra', 'payment-sandbox', 'dist', 'main.js'),
      '--port',
      String(port),
      '--data',
      layout.paymentSandboxDir,
    ],
    environment: {
      HOST: '127.0.0.1',
      COMMIT: config.commit,
      LOG_LEVEL: config.logLevel,
      PAYMENT_WEBHOOK_SECRET: secrets.paymentWebhookSecret,
      PAYMENT_PROVIDER_KEY: secrets.paymentProviderKey,
      PAYMENT_WEBHOOK_URL: `http://127.0.0.1:${String(ports.services.payments)}/payments/provider/webhooks`,
    },
    port,
    startDeadlineMs: START_DEADLINE_MS,
    stopDeadlineMs: STOP_DEADLINE_MS,
    cleanExitCodes: [0],
    ready: () => answersOk(`http://127.0.0.1:${String(port)}/health/ready`),
  };
};
