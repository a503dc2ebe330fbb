import { formatMoney, money } from '@guildhall/kernel';
import { CHECKED, type LedgerReport } from '../ledger/ledger-check.js';
import type { ReadModelReport } from './read-model-check.js';

const MEANING: Readonly<Record<string, string>> = {
  I1: 'debits equal credits in every event, currency and transfer',
  I2: 'no wallet or escrow account below zero',
  I3: 'funded = released + refunded + held, a settled escrow is empty',
  I4: 'a hold resolves once',
  I5: 'one command, one effect',
  I6: 'revisions and positions without a gap',
  I7: 'read models say what the log says',
  I8: 'shares add up to the gross',
  I9: 'no arithmetic between currencies',
  I13: 'nothing frozen was released',
  I14: 'reversals never exceed their original',
  I15: 'open balances have an owner and are young enough',
};

/** How many open balances are listed; the rest is counted. */
const LISTED = 20;

const invariantLines = ({ violations }: LedgerReport): readonly string[] =>
  CHECKED.flatMap((invariant) => {
    const violation = violations.find((found) => found.invariant === invariant);
    const line = `  ${violation ? 'BROKEN' : 'holds '}  ${invariant.padEnd(4)} ${MEANING[invariant] ?? ''}`;
    if (!violation) return [line];
    const { message, type, stream, revision, position } = violation;
    return [line, `          first: ${message}`, `          by ${type} in ${stream} revision ${revision}, position ${position}`];
  });

const readModelLines = (report: ReadModelReport | null): readonly string[] => {
  if (!report) return [];
  const { compared, moved, differences } = report;
  const head = `  ${differences.length > 0 ? 'BROKEN' : 'holds '}  I7   ${MEANING['I7']} (${compared} documents, ${moved} had moved on)`;
  const [first] = differences;
  return first ? [head, `          first: ${first.readModel} ${first.id}: ${first.message}`] : [head];
};

const balanceLines = ({ trialBalance: { lines, totals } }: LedgerReport): readonly string[] => [
  ...lines.map(({ kind, currency, normal, balance }) => {
    const shown = formatMoney(money(balance, currency)).padStart(22);
    return `  ${kind.padEnd(24)} ${shown} ${normal === 'debit' ? 'Dr' : 'Cr'}`;
  }),
  ...totals.map(
    ({ currency, difference }) => `  ${'difference'.padEnd(24)} ${formatMoney(money(difference, currency)).padStart(22)}`,
  ),
];

const openLines = ({ open }: LedgerReport): readonly string[] => {
  const shown = open.slice(0, LISTED).map(({ account, currency, minor, owner, ageSeconds, status }) => {
    const amount = formatMoney(money(minor, currency));
    return `  ${amount.padStart(20)}  ${status.padEnd(8)} ${String(ageSeconds).padStart(9)} s  ${account}  of ${owner}`;
  });
  return open.length > LISTED ? [...shown, `  and ${open.length - LISTED} more`] : shown;
};

/** The report for people. */
export const reportText = (report: LedgerReport, readModels: ReadModelReport | null): string =>
  [
    `${report.events} events in ${report.streams} streams, ${report.entries} of them move money`,
    '',
    'Invariants',
    ...invariantLines(report),
    ...readModelLines(readModels),
    '',
    'Trial balance',
    ...balanceLines(report),
    '',
    `Open escrow and clearing balances: ${report.open.length}`,
    ...openLines(report),
    '',
  ].join('\n');

/** The report for machines: one line, big integers as text. */
export const reportJson = (report: LedgerReport, readModels: ReadModelReport | null, sound: 'sound' | 'broken'): string =>
  JSON.stringify({ result: sound, ...report, ...(readModels && { readModels }) }, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
