import type { ServiceName } from '@guildhall/kernel';
import type { PublicSigningJwk } from '../auth/key-ring.js';
import { ConfigReader, type Environment } from './config-reader.js';
import type { SecretTexts } from './secret-texts.js';
import { keyStorePlace } from './key-store.js';
import type { HttpTls } from '../http/tls.js';
import { followStoreFiles, isPair, kafkaSecurity, refuseInsecureStores } from './secure-stores.js';
import { ALL_ROLES, RATE_PROFILES, type ServiceConfig } from './service-config.js';

/** Key ids that `npm start` gives to keys it makes itself begin like this; they are not for production. */
export const LOCAL_KEY_PREFIX = 'local-';

/**
 * Reads and validates a service's configuration once, at boot: `readConfig(process.env, 'gigs', (read) => ({ cursorKey: read.secret('CURSOR_KEY') }))`.
 * Throws `ConfigError` with one sentence per fault. Production refuses sandbox mode, keys made for one machine, raised limits and
 * stores without TLS or credentials; `SECURE_STORES` names stores of which that holds elsewhere, too. `texts`: where files of variables
 * are read, their own place unless given.
 */
export const readConfig = <Extra extends object>(
  env: Environment,
  service: ServiceName,
  extra: (read: ConfigReader) => Extra,
  texts?: SecretTexts,
): ServiceConfig & Extra => {
  const read = new ConfigReader(env, env['NODE_ENV'] === 'production' ? 'production' : 'elsewhere', texts);
  const config: ServiceConfig = {
    service,
    version: read.text('SERVICE_VERSION', '0.1.0'),
    commit: read.text('GIT_COMMIT', 'unknown'),
    environment: read.oneOf('NODE_ENV', ['development', 'production', 'test'], 'development'),
    host: read.text('HOST', '127.0.0.1'),
    port: read.integer('PORT', { min: 0, max: 65_535 }),
    httpTls: httpTls(read),
    roles: read.listOf('ROLES', ALL_ROLES, ALL_ROLES),
    singleProcess: read.flag('SINGLE_PROCESS', 'false'),
    eventStoreUrl: read.url('EVENTSTORE_URL', ['esdb:', 'esdb+discover:', 'kurrentdb:', 'kurrentdb+discover:']),
    kafkaBrokers: brokers(read),
    kafkaSecurity: kafkaSecurity(read),
    mongodbUrl: read.url('MONGODB_URL', ['mongodb:', 'mongodb+srv:']),
    subjectKeys: keyStorePlace(read),
    sandboxMode: read.flag('SANDBOX_MODE', 'false'),
    requestHashKey: read.secret('REQUEST_HASH_KEY'),
    formerRequestHashKey: read.formerSecret('REQUEST_HASH_KEY'),
    firstSigningKey: read.json('FIRST_SIGNING_KEY', signingJwk, 'a public JWK: {"kty":"OKP","crv":"Ed25519","x":…,"kid":…}', {
      kty: 'OKP',
      crv: 'Ed25519',
      x: '',
      kid: '',
    }),
    tokenIssuer: read.text('TOKEN_ISSUER', 'guildhall'),
    region: read.text('REGION', 'eu'),
    rateLimits: read.oneOf('RATE_LIMITS', RATE_PROFILES, 'standard'),
    handlerDeadlineMs: read.integer('HANDLER_DEADLINE_MS', { min: 100, max: 600_000, fallback: 10_000 }),
    shutdownDeadlineMs: read.integer('SHUTDOWN_DEADLINE_MS', { min: 100, max: 600_000, fallback: 10_000 }),
    routingDelayMs: read.integer('ROUTING_DELAY_MS', { min: 0, max: 600_000, fallback: 0 }),
    otlpEndpoint: read.optional('OTEL_EXPORTER_OTLP_ENDPOINT'),
    logLevel: read.oneOf('LOG_LEVEL', ['info', 'fatal', 'error', 'warn', 'debug', 'trace', 'silent'], 'info'),
  };
  read.keep('FIRST_SIGNING_KEY'); // later keys are heard from identity
  followStoreFiles(read, config);
  refuseForProduction(read, config);
  const complete = { ...config, ...extra(read) };
  read.finish();
  return complete;
};

const httpTls = (read: ConfigReader): HttpTls | null => {
  /**
   * Certificate of the HTTP server with its chain, as PEM text; without it the server speaks plain HTTP. Goes with `HTTP_KEY`; a renewed
   * one is shown to whoever connects from then on.
   */
  const certificate = read.optional('HTTP_CERTIFICATE');
  /**
   * Private key of `HTTP_CERTIFICATE`, as PEM text.
   *
   * @secret
   */
  const key = read.optional('HTTP_KEY');
  if (certificate === null && key === null) return null;
  if (certificate !== null && key !== null && isPair(certificate, key)) return { certificate, key };
  read.refuse('HTTP_CERTIFICATE and HTTP_KEY must be a certificate and its private key, both as PEM text');
  return null;
};

const brokers = (read: ConfigReader): readonly string[] => {
  const kafkaBrokers = read.text('KAFKA_BROKERS');
  const list = kafkaBrokers.split(',').map((broker) => broker.trim());
  if (kafkaBrokers !== '' && list.some((broker) => !/^\S+:[0-9]{1,5}$/.test(broker)))
    read.refuse('KAFKA_BROKERS must be a comma list of host:port');
  return list;
};

const signingJwk = (value: unknown): PublicSigningJwk | null => {
  if (typeof value !== 'object' || value === null) return null;
  const { kty, crv, x, kid, d } = value as Readonly<Record<string, unknown>>;
  if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string' || typeof kid !== 'string' || kid === '' || d !== undefined)
    return null;
  return Buffer.from(x, 'base64url').length === 32 ? { kty, crv, x, kid } : null;
};

const refuseForProduction = (read: ConfigReader, config: ServiceConfig): void => {
  read.refuseInProduction(config.sandboxMode, 'SANDBOX_MODE is true');
  // A rolling upgrade runs two of them side by side.
  read.refuseInProduction(config.singleProcess, 'SINGLE_PROCESS is true');
  read.refuseInProduction(config.rateLimits !== 'standard', `RATE_LIMITS is ${config.rateLimits}`);
  read.refuseInProduction(config.firstSigningKey.kid.startsWith(LOCAL_KEY_PREFIX), 'FIRST_SIGNING_KEY was made for one machine');
  refuseInsecureStores(read, config);
};
