import { readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pingMongo } from './ping.js';

export interface MongoOptions {
  /** The `java` to run, 17 or newer. */
  readonly java: string;
  readonly port: number;
  /** Holds the report of the heap only: documents live in memory. */
  readonly dataDir: string;
  /** Folder that the parts were fetched into: `lib` with the jars, `classes` with the launcher. */
  readonly partsDir: string;
  /** Cap of the heap; all read models live in it. Default 768. */
  readonly heapMib?: number;
}

const DEFAULT_HEAP_MIB = 768;
const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 10_000;
/** The JVM's answer to ExitOnOutOfMemoryError. */
const HEAP_FULL = 3;
/** What the JVM answers to SIGTERM after a clean stop: 128 + 15. */
const STOPPED_BY_SIGTERM = 143;

/** File that the launcher reports its heap to, for `readHeapUse`. */
export const heapFile = (dataDir: string): string => join(dataDir, 'heap.json');

const classPathOf = (partsDir: string): string =>
  [
    join(partsDir, 'classes'),
    ...readdirSync(join(partsDir, 'lib'))
      .filter((file) => file.endsWith('.jar'))
      .sort()
      .map((file) => join(partsDir, 'lib', file)),
  ].join(':');

/**
 * Describes the local document database for the supervisor: mongo-java-server in memory on the loopback address.
 *
 * It comes back empty after every stop; the services rebuild their read models from the log.
 *
 * @throws when the parts have not been fetched
 */
export const mongoServer = ({ java, port, dataDir, partsDir, heapMib = DEFAULT_HEAP_MIB }: MongoOptions) => ({
  name: 'mongo',
  title: 'document database',
  command: java,
  args: [
    '-Xms64m',
    `-Xmx${String(heapMib)}m`,
    '-XX:+UseSerialGC',
    '-XX:+ExitOnOutOfMemoryError',
    '-Djava.awt.headless=true',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-cp',
    classPathOf(partsDir),
    'guildhall.mongo.DocumentServer',
    String(port),
    heapFile(dataDir),
  ],
  environment: {},
  port,
  startDeadlineMs: START_DEADLINE_MS,
  stopDeadlineMs: STOP_DEADLINE_MS,
  cleanExitCodes: [0, STOPPED_BY_SIGTERM],
  prepare: async (): Promise<void> => {
    await mkdir(dataDir, { recursive: true });
    await rm(heapFile(dataDir), { force: true });
  },
  ready: (): Promise<void> => pingMongo(port),
  explainExit: (exitCode: number | null): string | undefined =>
    exitCode === HEAP_FULL
      ? `the read models no longer fit into the document database's heap of ${String(heapMib)} MiB: ` +
        'begin anew with `npm start -- --reset`, or use a real MongoDB with `npm start -- --external`'
      : undefined,
});
