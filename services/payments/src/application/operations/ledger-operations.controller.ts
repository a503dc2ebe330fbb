import type { ReadModel } from '@guildhall/event-sourcing';
import { CLOCK, type Clock } from '@guildhall/kernel';
import { Allow, InjectReadModel, WALL_CLOCK, type WallClock } from '@guildhall/service-kit';
import { Controller, Get, Inject } from '@nestjs/common';
import { clearing, type ClearingDocument } from '../../projections/clearing/clearing.projection.js';
import { trialBalance, type TrialBalanceDocument } from '../../projections/trial-balance/trial-balance.projection.js';
import { ageSecondsOf } from '../money-metrics/clearing-age.js';
import limits from './clearing-limits-v1.json' with { type: 'json' };

type ClearingItem = Omit<ClearingDocument, 'recordedAt'> &
  Readonly<{
    /** A transfer is as old as the machines took, a payout or hold as old as business time says. */
    ageSeconds: number;
    standing: 'within_limit' | 'alert' | 'page';
  }>;

@Controller('operations')
export class LedgerOperationsController {
  constructor(
    @InjectReadModel(clearing) private readonly clearingModel: ReadModel<ClearingDocument>,
    @InjectReadModel(trialBalance) private readonly trialBalanceModel: ReadModel<TrialBalanceDocument>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  /** Every clearing and escrow account that is not zero, the oldest first, with owner and age. */
  @Get('clearing')
  @Allow('operator')
  async clearing(): Promise<Readonly<{ items: readonly ClearingItem[] }>> {
    const found = await this.clearingModel.find({}, { sort: { recordedAt: 1 } });
    return { items: found.map(({ _id, ...item }) => this.aged(item)) };
  }

  /** Debits and credits by kind of account and currency; equal in every currency. */
  @Get('trial-balance')
  @Allow('operator')
  async trialBalance(): Promise<Readonly<{ items: readonly TrialBalanceDocument[] }>> {
    const found = await this.trialBalanceModel.find({}, { sort: { account: 1, currency: 1 } });
    return { items: found.map(({ account, currency, debit, credit }) => ({ account, currency, debit, credit })) };
  }

  private aged({ recordedAt, ...item }: ClearingDocument): ClearingItem {
    const ageSeconds = ageSecondsOf({ ...item, recordedAt }, this.clock, this.wall);
    return { ...item, ageSeconds, standing: standingOf(item.kind, ageSeconds) };
  }
}

const standingOf = (kind: ClearingDocument['kind'], ageSeconds: number): ClearingItem['standing'] => {
  if (kind === 'escrow') return 'within_limit'; // a hold may lie as long as its milestone lasts
  const { alertSeconds, pageSeconds } = limits[kind];
  if (ageSeconds >= pageSeconds) return 'page';
  return ageSeconds >= alertSeconds ? 'alert' : 'within_limit';
};
