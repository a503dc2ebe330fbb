import type { ReadModel } from '@guildhall/event-sourcing';
import type { Money } from '@guildhall/kernel';
import { Allow, Caller, Errors, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { escrows, type EscrowDocument, type EscrowMilestone } from '../../projections/escrows/escrows.projection.js';
import { sidesOfContract } from '../access.js';

type MilestoneState = 'planned' | 'held' | 'frozen' | 'partially_released' | 'in_transit' | 'released' | 'refunded' | 'split';
type MilestoneView = Readonly<
  Record<'amount' | 'funded' | 'held' | 'frozen' | 'released' | 'refunded' | 'clientFee' | 'deferred', Money>
> &
  Readonly<{ milestoneId: string; kind: string; state: MilestoneState }>;
type EscrowView = Pick<EscrowDocument, 'contractId' | 'currency' | 'settled'> &
  Readonly<{ milestones: readonly MilestoneView[] }>;

const stateOf = ({ funded, held, frozen, released, resolvedBy }: EscrowMilestone): MilestoneState => {
  if (frozen !== '0') return 'frozen';
  if (held !== '0') return released === '0' ? 'held' : 'partially_released';
  if (funded === '0') return 'planned';
  switch (resolvedBy) {
    case 'release':
      return 'released';
    case 'refund':
      return 'refunded';
    case 'split':
      return 'split';
    case null:
      return 'in_transit';
  }
};

const viewOf = (currency: string, milestone: EscrowMilestone): MilestoneView => {
  const inUnits = (amount: string): Money => ({ amount, currency });
  const { milestoneId, kind, amount, funded, held, frozen, released, refunded, clientFee, deferred } = milestone;
  return {
    milestoneId,
    kind,
    amount: inUnits(amount),
    funded: inUnits(funded),
    held: inUnits(held),
    frozen: inUnits(frozen),
    released: inUnits(released),
    refunded: inUnits(refunded),
    clientFee: inUnits(clientFee),
    deferred: inUnits(deferred),
    state: stateOf(milestone),
  };
};

@Controller('contracts/:contractId/escrow')
export class EscrowController {
  constructor(@InjectReadModel(escrows) private readonly model: ReadModel<EscrowDocument>) {}

  /** What is held for a contract, for what, and what became of it. */
  @Get()
  @Allow('own party', 'counterparty', 'operator', 'mediator')
  @Errors('PAYMENTS.HOLD_NOT_FOUND')
  async show(@Param('contractId', ParseUUIDPipe) contractId: string, @Caller() caller: VerifiedCaller): Promise<EscrowView> {
    const { currency, settled, milestones } = sidesOfContract(caller, await this.model.get(contractId));
    return { contractId, currency, settled, milestones: milestones.map((milestone) => viewOf(currency, milestone)) };
  }
}
