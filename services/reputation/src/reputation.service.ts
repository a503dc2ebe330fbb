import { defineService } from '@guildhall/service-kit';
import { contractStorage } from './domain/contract/contract.events.js';
import { partyStorage } from './domain/party/party.events.js';
import { profileStorage } from './domain/profile/profile.events.js';
import { reputationErrors } from './domain/reputation.errors.js';
import { reviewsStorage } from './domain/reviews/reviews.events.js';
import { reputationFacts } from './facts/reputation.facts.js';
import answers from './generated/answers.json' with { type: 'json' };
import { reputationProcesses } from './processes/reputation-processes.js';
import { clientConduct } from './projections/client-conduct/client-conduct.projection.js';
import { contractReviews } from './projections/contract-reviews/contract-reviews.projection.js';
import { openWindows } from './projections/open-windows/open-windows.projection.js';
import { scoreReasons } from './projections/score-reasons/score-reasons.projection.js';
import { scores } from './projections/scores/scores.projection.js';

/** Everything that service-kit must know about reputation. */
export const definition = defineService({
  service: 'reputation',
  storages: [contractStorage, partyStorage, reviewsStorage, profileStorage],
  projections: [contractReviews, openWindows, scores, scoreReasons, clientConduct],
  processes: reputationProcesses,
  facts: reputationFacts,
  errors: reputationErrors,
  answers,
  listens: ['identity', 'gigs', 'contracts', 'payments', 'disputes'],
});
