import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { existing } from '../../domain/contract/contract.state.js';
import type { Clauses } from '../../domain/contract/terms.js';
import { agreeing, sideOfCaller } from '../contract-access.js';
import { Contracts, writtenData } from '../contracts.js';
import { FeePolicies } from '../fee-policies.js';

export type EditTermsAnswer = Readonly<{ termsVersion?: number | undefined; termsHash?: string | undefined }>;

@Injectable()
export class EditTermsHandler {
  constructor(
    private readonly contracts: Contracts,
    private readonly feePolicies: FeePolicies,
  ) {}

  async execute(
    contractId: string,
    clauses: Clauses,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<EditTermsAnswer>> {
    // The parties and the bound fee policy of a contract never change, so they may be read before the state that decides.
    const state = await this.contracts.load(contractId);
    const side = sideOfCaller(state, caller);
    const minimum = await this.feePolicies.milestoneMinimum(existing(state));
    const data = { side, clauses, minimum, at: context.occurredAt };
    const written = await this.contracts.handle(
      contractId,
      { type: 'EditTerms', data },
      context,
      agreeing(caller, 'client', 'freelancer'),
    );
    const drafted = writtenData(written, 'TermsDrafted');
    return written.with({ termsVersion: drafted?.terms.termsVersion, termsHash: drafted?.termsHash });
  }
}
