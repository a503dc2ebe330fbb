import type { ReadModel } from '@guildhall/event-sourcing';
import type { Money } from '@guildhall/kernel';
import { Allow, Caller, Errors, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { fail } from '../../domain/payments.errors.js';
import { escrows, type EscrowDocument } from '../../projections/escrows/escrows.projection.js';
import { statementLines, type StatementDocument } from '../../projections/statement-lines/statement-lines.projection.js';
import { accountKind } from '../../projections/trial-balance/trial-balance.projection.js';
import { sidesOfContract } from '../access.js';

type Line = Readonly<{
  at: string;
  eventId: string;
  event: string;
  account: string;
  label: string;
  amount: Money;
  direction: 'debit' | 'credit';
  /** Held for the milestone after this line, frozen part included. */
  balanceHeld: Money;
}>;

const present = <T>(values: readonly (T | null)[]): readonly T[] => [
  ...new Set(values.filter((value): value is T => value !== null)),
];

/** Lines with the running balance of the hold, in the order of the log. */
const withBalances = (documents: readonly StatementDocument[], escrow: string, currency: string): readonly Line[] => {
  let held = 0n;
  return documents.flatMap(({ at, eventId, event, lines }) =>
    lines.map(({ account, direction, amount }): Line => {
      if (account.startsWith(escrow)) held += direction === 'credit' ? BigInt(amount.amount) : -BigInt(amount.amount);
      const label = accountKind(account);
      return { at, eventId, event, account, label, amount, direction, balanceHeld: { amount: held.toString(), currency } };
    }),
  );
};

@Controller('contracts/:contractId/milestones/:milestoneId/statement')
export class StatementController {
  constructor(
    @InjectReadModel(escrows) private readonly contracts: ReadModel<EscrowDocument>,
    @InjectReadModel(statementLines) private readonly model: ReadModel<StatementDocument>,
  ) {}

  /** The money of one milestone line by line, from the charge to the cleared earnings, each line with its event. */
  @Get()
  @Allow('own party', 'counterparty', 'operator', 'mediator')
  @Errors('PAYMENTS.HOLD_NOT_FOUND')
  async show(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Param('milestoneId', ParseUUIDPipe) milestoneId: string,
    @Caller() caller: VerifiedCaller,
  ): Promise<Readonly<{ items: readonly Line[] }>> {
    const { currency, milestones } = sidesOfContract(caller, await this.contracts.get(contractId));
    if (!milestones.some((milestone) => milestone.milestoneId === milestoneId))
      throw fail('PAYMENTS.HOLD_NOT_FOUND', 'No such milestone of this contract');
    const own = await this.model.find({ milestoneId }, { sort: { position: 1 } });
    const [charges, parts] = await Promise.all([
      this.model.find({ milestoneId: null, fundingId: { $in: present(own.map(({ fundingId }) => fundingId)) } }),
      this.model.find({ milestoneId: null, releaseId: { $in: present(own.map(({ releaseId }) => releaseId)) } }),
    ]);
    const all = [...own, ...charges, ...parts].sort((a, b) => (a.position < b.position ? -1 : 1));
    return { items: withBalances(all, `escrow:${contractId}:${milestoneId}`, currency) };
  }
}
