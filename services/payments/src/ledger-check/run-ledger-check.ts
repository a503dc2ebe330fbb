import type { EventStore, ReadModelStore, StoredEvent } from '@guildhall/event-sourcing';
import { LedgerCheck, type LedgerReport } from '../ledger/ledger-check.js';
import { checkReadModels, type ReadModelReport } from './read-model-check.js';
import { ReplayedBalances } from './replayed-balances.js';

export type LedgerCheckResult = Readonly<{
  report: LedgerReport;
  readModels: ReadModelReport | null;
  result: 'sound' | 'broken';
}>;

const offsetOf = ({ type, data }: StoredEvent): number | null => {
  if (type !== 'SandboxClockMoved') return null;
  const { offsetMs } = data as Readonly<{ offsetMs?: unknown }>;
  return typeof offsetMs === 'number' ? offsetMs : null;
};

/**
 * Reads the whole log of payments once and judges it. `readModels` given: compares them as well (I7). Postings are in clear, so no key is
 * needed. `wallNow`: ms since 1970; business time is that and the sandbox clock's offset as the log knows it.
 */
export const runLedgerCheck = async (
  log: EventStore,
  readModels: ReadModelStore | null,
  wallNow: number,
): Promise<LedgerCheckResult> => {
  const check = new LedgerCheck();
  const replayed = new ReplayedBalances();
  let offsetMs = 0;
  let head: bigint | null = null;
  for await (const event of log.readAll({ prefixes: ['payments.'] })) {
    check.take(event);
    replayed.take(event);
    offsetMs = offsetOf(event) ?? offsetMs;
    head = event.position;
  }
  const at = { wallNow: new Date(wallNow).toISOString(), businessNow: new Date(wallNow + offsetMs).toISOString() };
  const report = check.report(at);
  const compared = readModels && head !== null ? await checkReadModels(readModels, replayed, head) : null;
  const broken = report.violations.length > 0 || (compared?.differences.length ?? 0) > 0;
  return { report, readModels: compared, result: broken ? 'broken' : 'sound' };
};
