import { defineService } from '@guildhall/service-kit';
import { contractStorage } from './domain/contract/contract.decider.js';
import { disputeStorage } from './domain/dispute/dispute.events.js';
import { disputeErrors } from './domain/disputes.errors.js';
import { poolStorage } from './domain/mediator/mediators.decider.js';
import { partyStorage } from './domain/party/party.decider.js';
import { slotStorage } from './domain/slot/slot.decider.js';
import { disputeFacts } from './facts/dispute.facts.js';
import answers from './generated/answers.json' with { type: 'json' };
import { disputeProcesses } from './processes/dispute-processes.js';
import { contractBundles } from './projections/contract-bundles/contract-bundles.projection.js';
import { disputeCases } from './projections/dispute-cases/dispute-cases.projection.js';

/** Everything that service-kit must know about disputes. */
export const definition = defineService({
  service: 'disputes',
  storages: [disputeStorage, slotStorage, contractStorage, partyStorage, poolStorage],
  projections: [disputeCases, contractBundles],
  processes: disputeProcesses,
  facts: disputeFacts,
  errors: disputeErrors,
  answers,
  listens: ['identity', 'contracts', 'payments'],
});
