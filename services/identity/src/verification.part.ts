import { AppealController } from './application/appeal/appeal.controller.js';
import { PartyDirectory } from './application/party-directory.js';
import { RequirementsController } from './application/requirements/requirements.controller.js';
import { RestrictController } from './application/restrictions/restrict.controller.js';
import { Restrictions } from './application/restrictions/restrictions.js';
import { RestrictionsListController } from './application/restrictions-list/restrictions-list.controller.js';
import { ReviewDecisionController } from './application/review-decision/review-decision.controller.js';
import { ReviewQueueController } from './application/review-queue/review-queue.controller.js';
import { ShowCapabilitiesController } from './application/show-capabilities/show-capabilities.controller.js';
import { SubmitItemsController } from './application/submit-items/submit-items.controller.js';
import { VerificationRoutes } from './application/verification.routes.js';
import { Verifications } from './application/verifications.js';
import { restrictionStorage } from './domain/restriction/restriction.events.js';
import { verificationStorage } from './domain/verification/verification.events.js';
import { restrictionFactMappings, verificationFactMappings } from './facts/verification.facts.js';
import type { IdentityPart } from './identity.part.js';
import { restrictionReview } from './processes/restriction-review/restriction-review.process.js';
import { verificationDeadlines } from './processes/verification-deadlines/verification-deadlines.process.js';
import { VerificationFactsListener } from './processes/verification-facts/verification-facts.listener.js';
import { verificationFacts } from './processes/verification-facts/verification-facts.process.js';
import { verificationOpening } from './processes/verification-opening/verification-opening.process.js';
import { capabilities } from './projections/capabilities/capabilities.projection.js';
import { restrictions } from './projections/restrictions/restrictions.projection.js';
import { reviewQueue } from './projections/review-queue/review-queue.projection.js';

/** The requirement engine with its reviews, and restrictions with their appeals. */
export const verificationPart: IdentityPart = {
  storages: [verificationStorage, restrictionStorage],
  projections: [capabilities, reviewQueue, restrictions] as unknown as IdentityPart['projections'],
  processes: [
    verificationOpening,
    verificationFacts,
    verificationDeadlines,
    restrictionReview,
  ] as unknown as IdentityPart['processes'],
  facts: [...verificationFactMappings, ...restrictionFactMappings],
  controllers: [
    RequirementsController,
    ShowCapabilitiesController,
    SubmitItemsController,
    ReviewQueueController,
    ReviewDecisionController,
    RestrictionsListController,
    RestrictController,
    AppealController,
    VerificationFactsListener,
  ],
  providers: [PartyDirectory, Verifications, Restrictions],
  routes: VerificationRoutes,
  listens: ['payments'],
};
