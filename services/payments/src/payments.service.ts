import { defineService } from '@guildhall/service-kit';
import { escrowStorage } from './domain/escrow/escrow.events.js';
import { feePolicyStorage } from './domain/fee-policy/fee-policy.decider.js';
import { fundingStorage } from './domain/funding/funding.events.js';
import { methodStorage } from './domain/method/method.events.js';
import { numbersStorage } from './domain/numbers/numbers.decider.js';
import { partyStorage } from './domain/party/party.decider.js';
import { paymentErrors } from './domain/payments.errors.js';
import { walletStorage } from './domain/wallet/wallet.events.js';
import { paymentFacts } from './facts/payments.facts.js';
import answers from './generated/answers.json' with { type: 'json' };
import { contractEnd } from './processes/contract-end/contract-end.process.js';
import { earningsClearing } from './processes/earnings-clearing/earnings-clearing.process.js';
import { finalPayout } from './processes/final-payout/final-payout.process.js';
import { fundingProcess } from './processes/funding/funding.process.js';
import { heardParties } from './processes/heard-parties/heard-parties.process.js';
import { contractInstructions } from './processes/instructions/contract-instructions.process.js';
import { disputeInstructions } from './processes/instructions/dispute-instructions.process.js';
import { freezeLegs } from './processes/legs/freeze-legs.process.js';
import { fundingLegs } from './processes/legs/funding-legs.process.js';
import { releaseLegs } from './processes/legs/release-legs.process.js';
import { providerEffects } from './processes/provider-effects/provider-effects.process.js';
import { refundProcess } from './processes/refund/refund.process.js';
import { splitProcess } from './processes/split/split.process.js';
import { clearing } from './projections/clearing/clearing.projection.js';
import { escrows } from './projections/escrows/escrows.projection.js';
import { feePolicies } from './projections/fee-policies/fee-policies.projection.js';
import { fundings } from './projections/fundings/fundings.projection.js';
import { methods } from './projections/methods/methods.projection.js';
import { payouts } from './projections/payouts/payouts.projection.js';
import { statementLines } from './projections/statement-lines/statement-lines.projection.js';
import { trialBalance } from './projections/trial-balance/trial-balance.projection.js';
import { walletEntries } from './projections/wallet-entries/wallet-entries.projection.js';
import { wallets } from './projections/wallets/wallets.projection.js';

/** Contracts of everything that payments stores. */
export const paymentStorages = [
  escrowStorage,
  walletStorage,
  fundingStorage,
  methodStorage,
  partyStorage,
  feePolicyStorage,
  numbersStorage,
] as const;

export const definition = defineService({
  service: 'payments',
  storages: paymentStorages,
  projections: [wallets, walletEntries, escrows, statementLines, fundings, payouts, methods, feePolicies, clearing, trialBalance],
  processes: [
    heardParties,
    contractInstructions,
    disputeInstructions,
    contractEnd,
    fundingProcess,
    fundingLegs,
    releaseLegs,
    freezeLegs,
    refundProcess,
    splitProcess,
    earningsClearing,
    providerEffects,
    finalPayout,
  ],
  facts: paymentFacts,
  errors: paymentErrors,
  answers,
  listens: ['identity', 'contracts', 'disputes'],
});
