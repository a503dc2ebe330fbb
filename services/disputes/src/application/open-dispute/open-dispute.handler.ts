import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { createdId } from '@guildhall/kernel';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { disputableOf, windowOf } from '../../domain/contract/contract.decider.js';
import { demandOpenable } from '../../domain/dispute/decide-opening.js';
import type { Of } from '../../domain/dispute/dispute.commands.js';
import type { DisputeState } from '../../domain/dispute/dispute.state.js';
import { fail } from '../../domain/disputes.errors.js';
import policy from '../../domain/policies/dispute-v1.json' with { type: 'json' };
import { requireSeat } from '../access.js';
import { Deadlines } from '../calendar/deadlines.js';
import { DisputeStreams, writtenData } from '../dispute-streams.js';
import { moneyOf } from '../money.request.dto.js';
import type { OpenDisputeRequest } from './open-dispute.request.dto.js';

export type OpenDisputeAnswer = Readonly<{
  disputeId: string;
  respondBy?: string | undefined;
  defaultOutcome?: string | undefined;
}>;

@Injectable()
export class OpenDisputeHandler {
  constructor(
    private readonly streams: DisputeStreams,
    private readonly deadlines: Deadlines,
  ) {}

  async execute(
    request: OpenDisputeRequest,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<OpenDisputeAnswer>> {
    const disputeId = request.disputeId ?? createdId(context.commandId, 'dispute');
    const command = await this.commandOf(disputeId, request, caller, context.occurredAt);
    if ((await this.streams.dispute(disputeId)).opened === null) {
      demandOpenable(command); // before the slot is reserved: a mistake does not lock the milestone
      await this.reserve(request.milestoneId, disputeId, context);
    }
    const authorise = (state: DisputeState): void => sameOpening(state, request, caller);
    const written = await this.streams.disputes.handle(disputeId, command, context, { authorise });
    const opened = writtenData(written, 'DisputeOpened') ?? (await this.streams.dispute(disputeId)).opened;
    return written.with({ disputeId, respondBy: opened?.respondBy, defaultOutcome: opened?.defaultOutcome });
  }

  private async commandOf(
    disputeId: string,
    { contractId, milestoneId, amount, grounds, statement }: OpenDisputeRequest,
    caller: VerifiedCaller,
    at: string,
  ): Promise<Of<'OpenDispute'>> {
    const { state: contract } = await this.streams.contracts.load(contractId);
    const { signed } = contract;
    const sides = signed && ([signed.clientPartyId, signed.freelancerPartyId] as const);
    if (!signed || !sides?.includes(caller.partyId)) throw fail('DISPUTES.NOT_A_PARTY', 'No such contract');
    requireSeat(caller);
    if (!signed.milestones.some((planned) => planned.milestoneId === milestoneId))
      throw fail('DISPUTES.NOTHING_DISPUTABLE', 'The contract has no such milestone');
    const openerSide = caller.partyId === signed.clientPartyId ? 'client' : 'freelancer';
    const against = openerSide === 'client' ? signed.freelancerPartyId : signed.clientPartyId;
    const businessDays = await this.deadlines.ofParty(against);
    const data = {
      ...{ disputeId, contractId, milestoneId, amount: moneyOf(amount), grounds, statement },
      ...({ openedBy: caller.partyId, against, openerSide, authorAccountId: caller.accountId } as const),
      ...{ clientPartyId: signed.clientPartyId, freelancerPartyId: signed.freelancerPartyId },
      asOf: { stream: `contracts.contract-${contractId}`, revision: contract.sourceRevision },
      ...{ respondBy: businessDays(at, policy.response.businessDays), openedAt: at },
      ...{ disputable: disputableOf(contract, milestoneId, at), window: windowOf(contract, at) },
    };
    return { type: 'OpenDispute', data };
  }

  /** The slot's stream decides who is first. A slot whose dispute does not exist may be taken over after a while. */
  private async reserve(milestoneId: string, disputeId: string, context: CommandContext): Promise<void> {
    const { holder } = (await this.streams.slots.load(milestoneId)).state;
    const exists = holder !== null && (await this.streams.dispute(holder.disputeId)).opened !== null;
    const abandoned = holder && !exists ? holder.disputeId : null;
    const data = { milestoneId, disputeId, abandoned, at: context.occurredAt };
    await this.streams.slots.handle(milestoneId, { type: 'TakeSlot', data }, context);
    // A late repeat finds its old reservation in the stream: it counts only while nobody has taken over.
    const { state } = await this.streams.slots.load(milestoneId);
    if (state.holder?.disputeId !== disputeId) throw fail('DISPUTES.ALREADY_OPEN', 'A dispute is open on this milestone');
  }
}

/** An id that names another dispute opens nothing. */
const sameOpening = ({ opened }: DisputeState, { milestoneId }: OpenDisputeRequest, { partyId }: VerifiedCaller): void => {
  if (opened === null) return;
  if (opened.openedBy !== partyId) throw fail('DISPUTES.NOT_A_PARTY', 'No such dispute');
  if (opened.milestoneId !== milestoneId) throw fail('DISPUTES.ALREADY_OPEN', 'This id names another dispute');
};
