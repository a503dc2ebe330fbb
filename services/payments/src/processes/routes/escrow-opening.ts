import type { CommandContext } from '@guildhall/event-sourcing';
import { Injectable } from '@nestjs/common';
import { MoneyStreams } from '../../application/money-streams.js';
import type { PolicyRules } from '../../domain/fee-policy/fee-policy.decider.js';
import type { FeeRules } from '../../domain/ledger/fees.js';
import policy from '../../domain/policies/payments-v1.json' with { type: 'json' };
import type { OpenEscrowUnderPolicy } from '../orders.js';

/** The rules of one currency; a currency without tiers gets none, and is refused when it is to be funded. */
export const rulesOf = (rules: PolicyRules, currency: string): FeeRules => ({
  clientPercent: rules.clientPercent,
  expensePercent: rules.expensePercent,
  tiers: (rules.freelancerTiers[currency] ?? []).map(({ percent, upTo }) => ({ percent, upTo: upTo?.amount ?? null })),
});

/** Opens escrows under the policies that were bound when the contract was signed. */
@Injectable()
export class EscrowOpening {
  constructor(private readonly streams: MoneyStreams) {}

  async open({ data: { terms } }: OpenEscrowUnderPolicy, context: CommandContext): Promise<void> {
    const version = terms.policyRefs['fee'] ?? '';
    const { state } = await this.streams.feePolicies.load(version);
    // A contract cannot be signed under a policy that was never told: parked until an operator has seen to it.
    if (state.status !== 'published' || !state.version)
      throw new Error(`Contract ${terms.contractId} names the fee policy "${version}", which is not published`);
    const bound = { feeRules: rulesOf(state.version.rules, terms.currency), securityHoldDays: policy.securityHoldDays };
    const policyRefs = { ...terms.policyRefs, payments: policy.version };
    const opening = { ...terms, ...bound, policyRefs };
    await this.streams.escrows.handle(terms.contractId, { type: 'OpenEscrow', data: opening }, { ...context, policyRefs });
  }
}
