import { parseArgs } from 'node:util';
import { EventStoreDbStore, MongoReadModelStore, type ReadModelStore } from '@guildhall/event-sourcing';
import { ConfigError } from '@guildhall/service-kit';
import { ownConfig, type PaymentsConfig } from './config.js';
import { reportJson, reportText } from './ledger-check/report-text.js';
import { runLedgerCheck } from './ledger-check/run-ledger-check.js';

/** Exit codes: 0 sound, 1 an invariant is broken, 2 the check could not be made, 64 usage and 78 configuration (sysexits.h). */
const EXIT = { sound: 0, broken: 1, failed: 2, usage: 64, config: 78 } as const;
const USAGE = 'ledger:check [--read-models] [--json]';
/** How long the document database is waited for, in ms. */
const CONNECT_MS = 10_000;

type Options = Readonly<{ 'read-models': boolean; json: boolean }>;

const optionsIn = (args: readonly string[]): Options | null => {
  const options = { 'read-models': { type: 'boolean', default: false }, json: { type: 'boolean', default: false } } as const;
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch {
    return null;
  }
};

const connect = (config: PaymentsConfig): Promise<ReadModelStore> =>
  MongoReadModelStore.connect(config.mongodbUrl, {
    nextRecordedAt: () => Promise.resolve(null),
    signal: AbortSignal.timeout(CONNECT_MS),
  });

const check = async (config: PaymentsConfig, options: Options): Promise<number> => {
  const log = new EventStoreDbStore(config.eventStoreUrl);
  const readModels = options['read-models'] ? await connect(config) : null;
  try {
    const { report, readModels: compared, result } = await runLedgerCheck(log, readModels, Date.now());
    process.stdout.write(options.json ? `${reportJson(report, compared, result)}\n` : reportText(report, compared));
    return EXIT[result];
  } finally {
    await Promise.allSettled([log.close(), readModels?.close()]);
  }
};

const run = async (): Promise<number> => {
  const options = optionsIn(process.argv.slice(2));
  if (!options) {
    process.stderr.write(`Usage: ${USAGE}\n`);
    return EXIT.usage;
  }
  try {
    return await check(ownConfig(), options);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof ConfigError ? EXIT.config : EXIT.failed;
  }
};

process.exitCode = await run();
