import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { existing } from '../../domain/contract/contract.state.js';
import { agreedSince } from '../../domain/contract/decide-drafting.js';
import { agreedWith, standingOf } from '../../domain/party/party.decider.js';
import { agreeing, sideOfCaller } from '../contract-access.js';
import { Contracts, writtenData } from '../contracts.js';
import { FeePolicies } from '../fee-policies.js';
import { Parties } from '../parties.js';

export type OfferContractAnswer = Readonly<{ termsHash?: string | undefined; expiresAt?: string | undefined }>;

@Injectable()
export class OfferContractHandler {
  constructor(
    private readonly contracts: Contracts,
    private readonly parties: Parties,
    private readonly feePolicies: FeePolicies,
  ) {}

  async execute(contractId: string, caller: VerifiedCaller, context: CommandContext): Promise<Written<OfferContractAnswer>> {
    const state = await this.contracts.load(contractId);
    sideOfCaller(state, caller);
    const contract = existing(state);
    const { occurredAt: at } = context;
    const [client, minimum] = await Promise.all([
      this.parties.load(contract.clientPartyId),
      this.feePolicies.milestoneMinimum(contract),
    ]);
    const recentlyAgreed = agreedWith(client, {
      counterpartyId: contract.freelancerPartyId,
      currency: contract.terms.currency,
      since: agreedSince(contract, at),
      except: contractId,
    });
    const data = { hire: standingOf(client, 'hire'), minimum, recentlyAgreed, at };
    const written = await this.contracts.handle(contractId, { type: 'OfferContract', data }, context, agreeing(caller, 'client'));
    const offered = writtenData(written, 'ContractOffered');
    return written.with({ termsHash: offered?.termsHash, expiresAt: offered?.expiresAt });
  }
}
