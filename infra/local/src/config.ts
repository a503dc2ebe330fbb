import { Obstacle } from './supervision/obstacle.js';

/** Where the stores are when they were not started here. */
interface ExternalStores {
  /**
   * With `--external`: the event store to use.
   *
   * @optional
   * @takes URL: `esdb://`, `kurrentdb://`
   */
  readonly eventStoreUrl: string;
  /**
   * With `--external`: the brokers to use.
   *
   * @optional
   * @takes comma list of `host:port`
   */
  readonly kafkaBrokers: readonly string[];
  /**
   * With `--external`: MongoDB, without a database: each service has its own.
   *
   * @optional
   * @takes URL: `mongodb://`
   */
  readonly mongodbUrl: string;
}

/** What the local platform takes from the environment; nothing else reads it. */
export interface LocalConfig {
  /**
   * The JDK that runs Kafka; without it the one that is found on the path.
   *
   * @optional
   */
  readonly javaHome: string | undefined;
  /**
   * Whether business time can be moved ahead by an operator.
   *
   * @takes `true`, `false`
   * @default true
   */
  readonly sandboxMode: 'on' | 'off';
  /**
   * Handed to the services; `production` is refused, as this platform is for development.
   *
   * @takes `development`, `test`
   */
  readonly nodeEnv: string;
  /**
   * Least severe line that is written.
   *
   * @takes as for every service
   */
  readonly logLevel: string;
  /** Commit of the work tree; "unknown" where nobody said. */
  readonly commit: string;
  /**
   * Profile of the services' rate limits: `standard`, or a raised one for load.
   *
   * @takes as for every service
   */
  readonly rateLimits: string;
  /**
   * Collector of traces (OTLP over HTTP); without it none are sent.
   *
   * @optional
   */
  readonly otlpEndpoint: string | undefined;
  /** Variables every child process gets. */
  readonly childEnvironment: Readonly<Record<string, string>>;
  /** @throws {Obstacle} that names the variables that are missing */
  readonly externalStores: () => ExternalStores;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Those a program needs to run at all; the rest of a person's environment is none of its business. */
const PASSED_ON = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'JAVA_HOME', 'MAVEN_OPTS', 'MAVEN_ARGS'];
const EXTERNAL = { eventStoreUrl: 'EVENTSTORE_URL', kafkaBrokers: 'KAFKA_BROKERS', mongodbUrl: 'MONGODB_URL' } as const;

const present = (value: string | undefined): string | undefined => (value === undefined || value === '' ? undefined : value);

const externalStoresFrom = (environment: Environment): ExternalStores => {
  const [eventStoreUrl, kafkaBrokers, mongodbUrl] = Object.values(EXTERNAL).map((name) => present(environment[name]));
  if (eventStoreUrl !== undefined && kafkaBrokers !== undefined && mongodbUrl !== undefined) {
    return { eventStoreUrl, kafkaBrokers: kafkaBrokers.split(',').map((broker) => broker.trim()), mongodbUrl };
  }
  const missing = Object.values(EXTERNAL).filter((name) => present(environment[name]) === undefined);
  throw new Obstacle(`--external needs the URLs of the stores: set ${missing.join(', ')} (docker-compose.yml shows the values)`);
};

const sandboxModeFrom = (value: string | undefined): 'on' | 'off' => {
  if (value === undefined || value === 'true') return 'on';
  if (value === 'false') return 'off';
  throw new Obstacle(`SANDBOX_MODE is "${value}" but has to be true or false`);
};

/** Reads and checks the environment. @throws {Obstacle} that names the variable and what it may be */
export const readConfig = (environment: Environment = process.env): LocalConfig => {
  const nodeEnv = present(environment['NODE_ENV']) ?? 'development';
  if (nodeEnv === 'production') {
    throw new Obstacle(
      'the local platform is for development: unset NODE_ENV, or deploy the services as docs describe for production',
    );
  }
  return {
    javaHome: present(environment['JAVA_HOME']),
    sandboxMode: sandboxModeFrom(present(environment['SANDBOX_MODE'])),
    nodeEnv: nodeEnv === 'test' ? 'test' : 'development',
    logLevel: present(environment['LOG_LEVEL']) ?? 'info',
    commit: present(environment['GIT_COMMIT']) ?? 'unknown',
    rateLimits: present(environment['RATE_LIMITS']) ?? 'standard',
    otlpEndpoint: present(environment['OTEL_EXPORTER_OTLP_ENDPOINT']),
    childEnvironment: Object.fromEntries(
      PASSED_ON.flatMap((name) => {
        const value = present(environment[name]);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    externalStores: () => externalStoresFrom(environment),
  };
};
