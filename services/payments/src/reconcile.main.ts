import { parseArgs } from 'node:util';
import { codedStore, EventStoreDbStore } from '@guildhall/event-sourcing';
import { ConfigError, connectSubjectKeys } from '@guildhall/service-kit';
import { MoneyStreams } from './application/money-streams.js';
import { ownConfig, type PaymentsConfig } from './config.js';
import { paymentStorages } from './payments.service.js';
import { SandboxBooks } from './provider/sandbox-books.js';
import { payersIn } from './reconciliation/payers.js';
import { Reconciliation, type Finding } from './reconciliation/reconciliation.js';

/** Exit codes: 0 level, 1 something is flagged, 2 it could not be done, 64 usage and 78 configuration (sysexits.h). */
const EXIT = { level: 0, flagged: 1, failed: 2, usage: 64, config: 78 } as const;
const USAGE = 'reconcile --since 2026-03-02T09:00:00.000Z';

const sinceIn = (args: readonly string[]): string | null => {
  try {
    const { since = '' } = parseArgs({ args: [...args], options: { since: { type: 'string' } }, strict: true }).values;
    return Number.isNaN(Date.parse(since)) ? null : new Date(since).toISOString();
  } catch {
    return null;
  }
};

const textOf = ({ kind, id, reference, outcome, why }: Finding): string =>
  `${outcome}: ${kind} ${id} (${reference})${why === undefined ? '' : `: ${why}`}`;

/** Says what was not known already, one line each, and the counts at the end. */
const reconcile = async (config: PaymentsConfig, since: string): Promise<number> => {
  const keys = connectSubjectKeys(config, (trouble) => process.stderr.write(`${trouble}\n`));
  const log = new EventStoreDbStore(config.eventStoreUrl);
  const counts = { known: 0, 'carried-on': 0, booked: 0, flagged: 0 };
  try {
    const streams = new MoneyStreams(codedStore(log, { storages: paymentStorages, keys }));
    const reconciliation = new Reconciliation(streams, new SandboxBooks(config.provider), payersIn(log));
    for await (const finding of reconciliation.run(since)) {
      counts[finding.outcome] += 1;
      if (finding.outcome !== 'known') process.stdout.write(`${textOf(finding)}\n`);
    }
  } finally {
    await Promise.allSettled([log.close(), keys.close()]);
  }
  const said = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`);
  process.stdout.write(`reconciled with the payment provider since ${since}: ${said.join(', ')}\n`);
  return counts.flagged > 0 ? EXIT.flagged : EXIT.level;
};

const run = async (): Promise<number> => {
  const since = sinceIn(process.argv.slice(2));
  if (since === null) {
    process.stderr.write(`Usage: ${USAGE}\n`);
    return EXIT.usage;
  }
  try {
    return await reconcile(ownConfig(), since);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof ConfigError ? EXIT.config : EXIT.failed;
  }
};

process.exitCode = await run();
