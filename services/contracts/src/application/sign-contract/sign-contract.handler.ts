import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { requireStepUp, WALL_CLOCK, type VerifiedCaller, type WallClock } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { existing, partyOf } from '../../domain/contract/contract.state.js';
import { needsStepUp, type Side } from '../../domain/contract/terms.js';
import { standingOf } from '../../domain/party/party.decider.js';
import { agreeing, sideOfCaller } from '../contract-access.js';
import { Contracts, writtenData } from '../contracts.js';
import { Parties } from '../parties.js';

export type SignContractAnswer = Readonly<{ signed: Side; state: string }>;

@Injectable()
export class SignContractHandler {
  constructor(
    private readonly contracts: Contracts,
    private readonly parties: Parties,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  async execute(
    contractId: string,
    termsHash: string,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<SignContractAnswer>> {
    const before = await this.contracts.load(contractId);
    const side = sideOfCaller(before, caller);
    const partyId = partyOf(existing(before), side);
    const standing = standingOf(await this.parties.load(partyId), side === 'client' ? 'hire' : 'get_paid');
    const data = { side, partyId, termsHash, standing, at: context.occurredAt };
    const allowed = agreeing(caller, side);
    const written = await this.contracts.handle(contractId, { type: 'SignContract', data }, context, (state) => {
      allowed(state);
      // Judged on the terms that are signed, whatever was read before.
      if (needsStepUp(existing(state).terms)) requireStepUp(caller, 'contracts', this.wall.nowMs());
    });
    return written.with({ signed: side, state: writtenData(written, 'ContractSigned') ? 'funding' : 'offered' });
  }
}
