import { Book } from './accounts.js';
import { AGE_LIMITS, ageing, type AgeLimits, type OpenBalance } from './ageing.js';
import { Fields, placeOf, postingsOf, Unreadable, type LedgerEvent } from './ledger-event.js';
import { finding, type Finding, type Head, type Invariant, type Rule } from './rule.js';
import { balances } from './rules/balances.rule.js';
import { conservation } from './rules/conservation.rule.js';
import { doubleEntry } from './rules/double-entry.rule.js';
import { effects } from './rules/effects.rule.js';
import { fees } from './rules/fees.rule.js';
import { freezes } from './rules/freezes.rule.js';
import { instructions } from './rules/instructions.rule.js';
import { logOrder } from './rules/log-order.rule.js';
import { reversals } from './rules/reversals.rule.js';
import { transfers } from './rules/transfers.rule.js';
import { trialBalanceOf, type TrialBalance } from './trial-balance.js';

/** The event that broke an invariant, and how. */
export type Violation = Readonly<{
  invariant: Invariant;
  message: string;
  stream: string;
  revision: bigint;
  position: bigint;
  type: string;
}>;

/**
 * What the log proves. `violations`: the first of each invariant, in the order of the log, so the first one is the first event that
 * breaks any; those of the head (I15) come last. `open`: escrow and clearing balances that are not zero.
 */
export type LedgerReport = Readonly<{
  events: number;
  streams: number;
  entries: number;
  violations: readonly Violation[];
  open: readonly OpenBalance[];
  trialBalance: TrialBalance;
}>;

/** Every invariant that a report speaks about. */
export const CHECKED: readonly Invariant[] = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I8', 'I9', 'I13', 'I14', 'I15'];

/**
 * Proves the ledger from its log alone: takes every event of payments in the order of `$all`, then reports. Shares no code with
 * the deciders; an event that cannot be read is a violation of I1, never an exception.
 */
export class LedgerCheck {
  private readonly book = new Book();
  private readonly streams = new Set<string>();
  private readonly found = new Map<Invariant, Violation>();
  private readonly ages;
  private readonly order = logOrder();
  private readonly rules: readonly Rule[];
  private events = 0;
  private entries = 0;

  constructor(limits: AgeLimits = AGE_LIMITS) {
    this.ages = ageing(limits);
    this.rules = [
      doubleEntry(),
      balances(),
      transfers(),
      conservation(),
      instructions(),
      freezes(),
      fees(),
      reversals(),
      effects(),
      this.ages,
    ];
  }

  take(event: LedgerEvent): void {
    this.events += 1;
    this.streams.add(event.stream);
    const found = [...this.order.take(event), ...this.judge(event)];
    for (const { invariant, message } of found) this.note(invariant, message, event);
  }

  report(head: Head): LedgerReport {
    for (const { invariant, message, event } of this.ages.atHead(this.book, head)) this.note(invariant, message, event);
    return {
      events: this.events,
      streams: this.streams.size,
      entries: this.entries,
      violations: [...this.found.values()],
      open: this.ages.open(this.book, head),
      trialBalance: trialBalanceOf(this.book),
    };
  }

  private judge(event: LedgerEvent): readonly Finding[] {
    try {
      const fields = new Fields(event.data);
      const postings = postingsOf(fields);
      if (postings.length > 0) this.entries += 1;
      for (const posting of postings) this.book.post(posting);
      const seen = { event, ...placeOf(event.stream), fields, postings, book: this.book };
      return this.rules.flatMap((rule) => readable(() => rule.take(seen)));
    } catch (error) {
      if (error instanceof Unreadable) return [finding('I1', `cannot be read: ${error.message}`)];
      throw error;
    }
  }

  private note(invariant: Invariant, message: string, { stream, revision, position, type }: LedgerEvent): void {
    if (!this.found.has(invariant)) this.found.set(invariant, { invariant, message, stream, revision, position, type });
  }
}

/** One rule that cannot read an event must not silence the others. */
const readable = (judge: () => readonly Finding[]): readonly Finding[] => {
  try {
    return judge();
  } catch (error) {
    if (error instanceof Unreadable) return [finding('I1', `cannot be read: ${error.message}`)];
    throw error;
  }
};

/** Checks a whole log at once; see `LedgerCheck`. */
export const checkLedger = (events: Iterable<LedgerEvent>, head: Head, limits: AgeLimits = AGE_LIMITS): LedgerReport => {
  const check = new LedgerCheck(limits);
  for (const event of events) check.take(event);
  return check.report(head);
};
