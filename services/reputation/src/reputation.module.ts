import { COMMAND_ROUTES } from '@guildhall/event-sourcing';
import { GuildhallModule } from '@guildhall/service-kit';
import { Module } from '@nestjs/common';
import { ExplainScoreController } from './application/explain-score/explain-score.controller.js';
import { Heard } from './application/heard.js';
import { ListWaitingController } from './application/list-waiting/list-waiting.controller.js';
import { RevealReviewsHandler } from './application/reveal-reviews/reveal-reviews.handler.js';
import { Reviews } from './application/reviews.js';
import { SubmitReviewController } from './application/submit-review/submit-review.controller.js';
import { SubmitReviewHandler } from './application/submit-review/submit-review.handler.js';
import { ViewAsClientController } from './application/view-as-client/view-as-client.controller.js';
import { ViewReviewsController } from './application/view-reviews/view-reviews.controller.js';
import { ViewScoresController } from './application/view-scores/view-scores.controller.js';
import { commandRoutes } from './command-routes.js';
import { HearContractsListener } from './processes/hear-contracts/hear-contracts.listener.js';
import { HearDisputesListener } from './processes/hear-disputes/hear-disputes.listener.js';
import { HearMoneyListener } from './processes/hear-money/hear-money.listener.js';
import { HearPartiesListener } from './processes/hear-parties/hear-parties.listener.js';
import { definition } from './reputation.service.js';

/** The one place where the parts of reputation are wired. */
@Module({
  imports: [GuildhallModule.forService(definition)],
  controllers: [
    ViewReviewsController,
    SubmitReviewController,
    ListWaitingController,
    ViewScoresController,
    ExplainScoreController,
    ViewAsClientController,
    HearContractsListener,
    HearMoneyListener,
    HearDisputesListener,
    HearPartiesListener,
  ],
  providers: [
    Heard,
    Reviews,
    SubmitReviewHandler,
    RevealReviewsHandler,
    { provide: COMMAND_ROUTES, useFactory: commandRoutes, inject: [Heard, Reviews, RevealReviewsHandler] },
  ],
})
export class ReputationModule {}
