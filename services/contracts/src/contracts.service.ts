import { defineService } from '@guildhall/service-kit';
import { contractStorage } from './domain/contract/contract.events.js';
import { contractErrors } from './domain/contracts.errors.js';
import { partyStorage } from './domain/party/party.events.js';
import { feePolicyStorage } from './domain/reference/fee-policies.js';
import { contractFacts } from './facts/contract.facts.js';
import answers from './generated/answers.json' with { type: 'json' };
import { contractProcesses } from './processes/contract-processes.js';
import { contractTimelines } from './projections/contract-timelines/contract-timelines.projection.js';
import { contractsProjection } from './projections/contracts/contracts.projection.js';
import { operatorQueue } from './projections/operator-queue/operator-queue.projection.js';

/** Everything that service-kit must know about contracts. */
export const definition = defineService({
  service: 'contracts',
  storages: [contractStorage, partyStorage, feePolicyStorage],
  projections: [contractsProjection, contractTimelines, operatorQueue],
  processes: contractProcesses,
  facts: contractFacts,
  errors: contractErrors,
  answers,
  listens: ['identity', 'gigs', 'payments', 'disputes'],
});
