import { COMMAND_ROUTES } from '@guildhall/event-sourcing';
import { GuildhallModule } from '@guildhall/service-kit';
import { Module } from '@nestjs/common';
import { DraftBriefController } from './application/briefs/draft-brief.controller.js';
import { PublishBriefController } from './application/briefs/publish-brief.controller.js';
import { GigsAggregates } from './application/gigs-aggregates.js';
import { PostDesk } from './application/posts/post-desk.js';
import { PlaceProposalController } from './application/proposals/place-proposal.controller.js';
import { PlaceProposalHandler } from './application/proposals/place-proposal.handler.js';
import { ProposalActsController } from './application/proposals/proposal-acts.controller.js';
import { ProposalActsHandler } from './application/proposals/proposal-acts.handler.js';
import { ProposalFollower } from './application/proposals/proposal-follower.js';
import { QuoteDesk } from './application/quotes/quote-desk.js';
import { gigsService } from './gigs.service.js';
import { gigsRoutes } from './processes/gigs.routes.js';
import { HeardListener } from './processes/heard/heard.listener.js';
import { HiresListener } from './processes/hires/hires.listener.js';

/** The one place where the parts of gigs are wired. */
@Module({
  imports: [GuildhallModule.forService(gigsService)],
  controllers: [
    DraftBriefController,
    PublishBriefController,
    PlaceProposalController,
    ProposalActsController,
    HeardListener,
    HiresListener,
  ],
  providers: [
    GigsAggregates,
    PostDesk,
    QuoteDesk,
    PlaceProposalHandler,
    ProposalActsHandler,
    ProposalFollower,
    { provide: COMMAND_ROUTES, useFactory: gigsRoutes, inject: [GigsAggregates] },
  ],
})
export class GigsModule {}
