import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { grantAccess, type AccessList } from './access-lists.js';
import { metaProperties, serverProperties, type BrokerSecurity } from './server-properties.js';
import { createTopics, type BrokerAddress, type TopicDeclaration } from './topics.js';

export interface KafkaOptions {
  /** The `java` to run, 17 or newer. */
  readonly java: string;
  /** First line of `java -version`: an archive of one JVM is of no use to another. */
  readonly javaVersion: string;
  readonly port: number;
  /** Must be free as well. */
  readonly controllerPort: number;
  /** Holds the log and the settings; made when missing. */
  readonly dataDir: string;
  /** Folder that the parts were fetched into: its `lib` holds the jars, the class-data archive is kept beside. */
  readonly partsDir: string;
  /** The broker counts as ready when these exist. */
  readonly topics: readonly TopicDeclaration[];
  /** Left out: plain text, and everybody may do everything. */
  readonly security?: KafkaSecurityOptions;
}

export interface KafkaSecurityOptions extends BrokerSecurity {
  /** PEM text of the authority, for the readiness probe. */
  readonly authority: string;
  /** The broker counts as ready when these are granted. */
  readonly access: readonly AccessList[];
}

/** Cap of the heap in MiB; 180 to 230 MB resident after 650,000 messages. */
const HEAP_MIB = 256;
/** The first stop writes the class-data archive, which takes some seconds on a busy machine. */
const STOP_DEADLINE_MS = 30_000;
const START_DEADLINE_MS = 60_000;
/** What the JVM answers to SIGTERM after a clean stop: 128 + 15. */
const STOPPED_BY_SIGTERM = 143;

/** The settings hold passwords where the broker has users. */
const OWNER_ONLY = 0o600;

const addressOf = (port: number, security: KafkaSecurityOptions | undefined): BrokerAddress => {
  const brokers = [`127.0.0.1:${String(port)}`];
  if (security === undefined) return { brokers };
  const { authority, broker } = security;
  return { brokers, login: { authority, username: broker.name, password: broker.password } };
};

const newClusterId = (): string => {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
};

/** Sorted, because an archive fits only the class path it was made with. */
const classPathOf = (partsDir: string): string =>
  readdirSync(join(partsDir, 'lib'))
    .filter((file) => file.endsWith('.jar'))
    .sort()
    .map((file) => join(partsDir, 'lib', file))
    .join(':');

const formatOnce = async (logDirectory: string): Promise<void> => {
  await mkdir(logDirectory, { recursive: true });
  const file = join(logDirectory, 'meta.properties');
  if (!existsSync(file)) await writeFile(file, metaProperties(newClusterId()));
};

/**
 * Describes the local broker for the supervisor: Apache Kafka 4.3 in KRaft mode on the loopback address.
 *
 * The first run of a JVM writes a class-data archive at its clean stop; later ones start three times as fast with it.
 * A broker outlives a crash of its parent: whoever starts it keeps its process id.
 *
 * @throws when the jars have not been fetched
 */
export const kafkaServer = (options: KafkaOptions) => {
  const { java, javaVersion, port, controllerPort, dataDir, partsDir, topics, security } = options;
  const classPath = classPathOf(partsDir);
  const fingerprint = createHash('sha256').update(`${javaVersion}\n${classPath}`).digest('hex').slice(0, 16);
  const archive = join(partsDir, `classes-${fingerprint}.jsa`);
  const draft = join(partsDir, `classes-${fingerprint}.${String(port)}.draft`);
  const archiveOption = existsSync(archive) ? `-XX:SharedArchiveFile=${archive}` : `-XX:ArchiveClassesAtExit=${draft}`;
  const settings = join(dataDir, 'server.properties');
  const address = addressOf(port, security);
  const logDirectory = join(dataDir, 'data');
  return {
    name: 'kafka',
    title: 'Kafka 4.3',
    command: java,
    args: [
      '-Xms64m',
      `-Xmx${String(HEAP_MIB)}m`,
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      archiveOption,
      // A broken archive must not stop the broker, and its complaint is noise.
      '-Xlog:cds=off',
      '-Xlog:cds+dynamic=off',
      '-Djava.awt.headless=true',
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
      '-cp',
      classPath,
      'kafka.Kafka',
      settings,
    ],
    environment: {},
    port,
    startDeadlineMs: START_DEADLINE_MS,
    stopDeadlineMs: STOP_DEADLINE_MS,
    cleanExitCodes: [0, STOPPED_BY_SIGTERM],
    prepare: async (): Promise<void> => {
      await formatOnce(logDirectory);
      const text = serverProperties({ port, controllerPort, logDirectory, ...(security && { security }) });
      await writeFile(settings, text, { mode: OWNER_ONLY });
      await chmod(settings, OWNER_ONLY);
    },
    ready: async (): Promise<void> => {
      await createTopics(address, topics);
      await grantAccess(address, security?.access ?? []);
    },
    /** An archive is complete only after a clean stop; that of a killed broker is thrown away. */
    stopped: async (exitCode: number | null): Promise<void> => {
      if (!existsSync(draft)) return;
      await (exitCode === STOPPED_BY_SIGTERM && !existsSync(archive) ? rename(draft, archive) : rm(draft, { force: true }));
    },
  };
};
