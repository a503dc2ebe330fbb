import { setTimeout as pause } from 'node:timers/promises';
import type { ReadModel, Written } from '@guildhall/event-sourcing';
import { CLOCK, type Clock } from '@guildhall/kernel';
import {
  counterOf,
  gaugesOnScrape,
  InjectReadModel,
  METRIC,
  METRICS,
  SERVICE_CONFIG,
  WALL_CLOCK,
  type MetricsRegistry,
  type ServiceConfig,
  type WallClock,
} from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { clearing, type ClearingDocument } from '../../projections/clearing/clearing.projection.js';
import { trialBalance, type TrialBalanceDocument } from '../../projections/trial-balance/trial-balance.projection.js';
import { ageSecondsOf } from './clearing-age.js';

const LOOKS = 3;
/** A batch is written within this time, in ms. */
const BETWEEN_LOOKS_MS = 100;
const IN_TRANSIT = ['transfer', 'payout'] as const;

/** What the series of money say (observability.md, row money), read from the read models when a projector is scraped. */
@Injectable()
export class MoneyMetrics {
  private readonly refused;

  constructor(
    @Inject(METRICS) registry: MetricsRegistry,
    @Inject(SERVICE_CONFIG) { roles }: ServiceConfig,
    @InjectReadModel(clearing) private readonly clearingModel: ReadModel<ClearingDocument>,
    @InjectReadModel(trialBalance) private readonly trialBalanceModel: ReadModel<TrialBalanceDocument>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {
    this.refused = counterOf(registry, METRIC.moneyRefused);
    if (!roles.includes('projector')) return;
    gaugesOnScrape(registry, 'ledger', () => this.books(), [
      { metric: METRIC.ledgerImbalance, of: ({ currency, imbalance }) => ({ labels: { currency }, value: Number(imbalance) }) },
      { metric: METRIC.escrowHeld, of: ({ currency, held }) => ({ labels: { currency }, value: Number(held) }) },
    ]);
    // Amounts are text: only a negative one sorts before the digits.
    const belowZero = async () => [await this.clearingModel.count({ kind: 'escrow', balance: { $lt: '0' } })];
    gaugesOnScrape(registry, 'escrow-accounts', belowZero, [
      { metric: METRIC.escrowNegative, of: (count) => ({ labels: {}, value: count }) },
    ]);
    gaugesOnScrape(registry, 'clearing', () => Promise.all(IN_TRANSIT.map((kind) => this.oldest(kind))), [
      { metric: METRIC.clearingAge, of: ({ kind, seconds }) => ({ labels: { kind }, value: seconds }) },
    ]);
  }

  /** Counts the instructions that an escrow answered with "no"; refusals of commands are counted by their spans. */
  note<W extends Written>(written: W): W {
    if (written.replayed === 'replayed') return written;
    for (const { type, data } of written.events)
      if (type === 'InstructionRefused') this.refused.inc({ reason: (data as Readonly<{ reasonCode: string }>).reasonCode });
    return written;
  }

  /** A batch may be half written while it is read: what does not balance is read again, and a real imbalance stays. */
  private async books(): Promise<readonly Sums[]> {
    for (let look = 1; ; look += 1) {
      const sums = sumsOf(await this.trialBalanceModel.find({}));
      if (look === LOOKS || sums.every(({ imbalance }) => imbalance === 0n)) return sums;
      await pause(BETWEEN_LOOKS_MS);
    }
  }

  private async oldest(kind: (typeof IN_TRANSIT)[number]): Promise<Readonly<{ kind: string; seconds: number }>> {
    const [oldest] = await this.clearingModel.find({ kind }, { sort: { recordedAt: 1 }, limit: 1 });
    return { kind, seconds: oldest ? ageSecondsOf(oldest, this.clock, this.wall) : 0 };
  }
}

type Sums = Readonly<{ currency: string; imbalance: bigint; held: bigint }>;

const sumsOf = (documents: readonly TrialBalanceDocument[]): readonly Sums[] => {
  const sums = new Map<string, Sums>();
  for (const { account, currency, debit, credit } of documents) {
    const { imbalance, held } = sums.get(currency) ?? { imbalance: 0n, held: 0n };
    const balance = BigInt(debit) - BigInt(credit);
    const isHeld = account.startsWith('escrow:');
    sums.set(currency, { currency, imbalance: imbalance + balance, held: isHeld ? held - balance : held });
  }
  return [...sums.values()];
};
