import { failureKind } from '@guildhall/event-sourcing';
import { prometheusMeter } from '../telemetry/metrics.js';
import type { Type } from '@nestjs/common';
import { ConfigError } from '../config/config-reader.js';
import type { SecretTexts } from '../config/secret-texts.js';
import type { ServiceConfig } from '../config/service-config.js';
import { WatchedConfig } from '../config/watched-config.js';
import type { ServiceDefinition } from '../definition/service-definition.js';
import { tellAuthorities } from '../telemetry/certificate-metrics.js';
import { renewTls } from '../http/tls.js';
import { createLogger, type Logger } from '../telemetry/logger.js';
import { tellReloads } from '../telemetry/secret-metrics.js';
import { createRegistry } from '../telemetry/metrics.js';
import { SpanMetrics } from '../telemetry/span-metrics.js';
import { startTracing, type Tracing } from '../telemetry/tracing.js';
import { connectParts } from './connect-parts.js';
import { createCore } from './service-core.js';
import { ServiceRuntime } from './service-runtime.js';

/** Exit codes: 0 ordered stop, 1 fault, 78 configuration (sysexits.h, EX_CONFIG). */
const EXIT = { stopped: 0, fault: 1, config: 78 } as const;

export type BootstrapOptions = Readonly<{
  definition: ServiceDefinition;
  module: Type<object>;
  /**
   * Reads the configuration: the service's `config.ts`, e.g. `(texts) => contractsConfig(process.env, texts)`. Its faults are told, one a
   * line. Called again when a file of a variable changes.
   */
  config: (texts: SecretTexts) => ServiceConfig;
}>;

/**
 * Starts one process of a service and keeps it until SIGTERM or SIGINT, then goes down in order and exits 0. Whatever is away (event
 * store, broker, documents) is waited for; HTTP listens at once and `/health/ready` says what is missing. A wrong configuration exits
 * 78 with one sentence a fault, an occupied port or a broken route table 1.
 */
export const bootstrap = async ({ definition, module, config: readConfig }: BootstrapOptions): Promise<void> => {
  const watched = configOrExit(readConfig);
  const { config } = watched;
  const logger = createLogger({ service: definition.service, level: config.logLevel });
  const metrics = createRegistry(definition.service);
  const authorities = (): void => {
    for (const certificate of tellAuthorities(metrics, config))
      logger.warn({ certificate }, 'no certificate of this authority can be read: connections that need it will fail');
  };
  authorities();
  watched.onChange(['EVENTSTORE_URL', 'MONGODB_URL', 'KAFKA_CA'], authorities);
  const tracing = startTracing({
    service: definition.service,
    version: config.version,
    sink: config.otlpEndpoint === null ? { kind: 'none' } : { kind: 'otlp', endpoint: config.otlpEndpoint },
    processors: [new SpanMetrics(metrics)],
  });
  const meter = prometheusMeter(metrics);
  const parts = connectParts(definition, config, logger, meter, watched);
  const runtime = new ServiceRuntime(createCore({ definition, config, parts, logger, metrics, meter }));
  stopOnSignals(runtime, tracing, logger);
  watched.watch({ onReload: tellReloads(metrics, logger) });
  try {
    await runtime.prepare(module);
    await runtime.app.listen(config.port, config.host);
    logger.info({ host: config.host, port: config.port }, 'listening');
    const server = runtime.app.getHttpServer();
    watched.onChange(['HTTP_CERTIFICATE', 'HTTP_KEY'], () => renewTls(server, config.httpTls ?? null));
    await runtime.start();
  } catch (error) {
    logger.fatal({ err: error }, sentenceOf(error, config));
    await runtime.stop();
    process.exit(EXIT.fault);
  }
};

const configOrExit = (readConfig: BootstrapOptions['config']): WatchedConfig<ServiceConfig> => {
  try {
    return new WatchedConfig(readConfig);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT.config);
  }
};

const sentenceOf = (error: unknown, { host, port }: ServiceConfig): string => {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} of ${host} is taken: stop what listens there or set PORT`;
  return 'The service could not start';
};

const stopOnSignals = (runtime: ServiceRuntime, tracing: Tracing, logger: Logger): void => {
  const stop = async (why: string, exitCode: number): Promise<void> => {
    logger.info({ why }, 'stopping');
    await runtime.stop();
    await tracing.flush().catch((error: unknown) => logger.warn({ err: error }, 'spans not sent'));
    process.exit(exitCode);
  };
  process.once('SIGTERM', () => void stop('SIGTERM', EXIT.stopped));
  process.once('SIGINT', () => void stop('SIGINT', EXIT.stopped));
  process.on('unhandledRejection', (error) => {
    // Clients of stores reject in the background when a connection breaks; that is an outage, and those are waited for.
    if (failureKind(error) === 'outage') return logger.warn({ err: error }, 'outage in the background of a client');
    logger.fatal({ err: error }, 'a rejection that nobody handled');
    return void stop('unhandled rejection', EXIT.fault);
  });
};
