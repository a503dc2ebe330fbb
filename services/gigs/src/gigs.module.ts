import { COMMAND_ROUTES } from '@guildhall/event-sourcing';
import { GuildhallModule } from '@guildhall/service-kit';
import { Module } from '@nestjs/common';
import { BriefQueriesController } from './application/briefs/brief-queries.controller.js';
import { FittingBriefsQuery } from './application/briefs/fitting-briefs.query.js';
import { CatalogueController } from './application/catalogue/catalogue.controller.js';
import { GigActsController } from './application/gigs/gig-acts.controller.js';
import { GigActsHandler } from './application/gigs/gig-acts.handler.js';
import { GigQueriesController } from './application/gigs/gig-queries.controller.js';
import { HeldPostsController } from './application/held-posts/held-posts.controller.js';
import { OrderPackageController } from './application/orders/order-package.controller.js';
import { OrderPackageHandler } from './application/orders/order-package.handler.js';
import { ProposalQueriesController } from './application/proposals/proposal-queries.controller.js';
import { AskQuoteHandler } from './application/quotes/ask-quote.handler.js';
import { QuotesController } from './application/quotes/quotes.controller.js';
import { Tariff } from './application/quotes/tariff.js';
import { MinisearchIndex } from './application/search/minisearch-index.js';
import { SearchController } from './application/search/search.controller.js';
import { SearchFeed } from './application/search/search-feed.js';
import { SearchGigsQuery } from './application/search/search-gigs.query.js';
import { SEARCH_INDEX } from './application/search/search-index.port.js';
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
    CatalogueController,
    SearchController,
    GigQueriesController,
    GigActsController,
    OrderPackageController,
    QuotesController,
    BriefQueriesController,
    ProposalQueriesController,
    HeldPostsController,
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
    GigActsHandler,
    OrderPackageHandler,
    AskQuoteHandler,
    FittingBriefsQuery,
    Tariff,
    SearchFeed,
    SearchGigsQuery,
    { provide: SEARCH_INDEX, useClass: MinisearchIndex },
    { provide: COMMAND_ROUTES, useFactory: gigsRoutes, inject: [GigsAggregates] },
  ],
})
export class GigsModule {}
