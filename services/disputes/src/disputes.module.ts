import { COMMAND_ROUTES } from '@guildhall/event-sourcing';
import { GuildhallModule } from '@guildhall/service-kit';
import { Module } from '@nestjs/common';
import { AddExhibitController } from './application/add-exhibit/add-exhibit.controller.js';
import { ArbitrationController } from './application/arbitration/arbitration.controller.js';
import { AssignCaseHandler } from './application/assign-case/assign-case.handler.js';
import { Deadlines } from './application/calendar/deadlines.js';
import { HolidayCalendar } from './application/calendar/holiday-calendar.js';
import { DisputeStreams } from './application/dispute-streams.js';
import { History } from './application/history.js';
import { ListDisputesController } from './application/list-disputes/list-disputes.controller.js';
import { CompareOffersHandler } from './application/make-offer/compare-offers.handler.js';
import { MakeOfferController } from './application/make-offer/make-offer.controller.js';
import { MakeOfferHandler } from './application/make-offer/make-offer.handler.js';
import { SealedOffers } from './application/make-offer/sealed-offers.js';
import { MediationController } from './application/mediation/mediation.controller.js';
import { ProposeMediationHandler } from './application/mediation/propose-mediation.handler.js';
import { OpenDisputeController } from './application/open-dispute/open-dispute.controller.js';
import { OpenDisputeHandler } from './application/open-dispute/open-dispute.handler.js';
import { QueueController } from './application/queue/queue.controller.js';
import { RepairController } from './application/repair/repair.controller.js';
import { RespondController } from './application/respond/respond.controller.js';
import { RuleController } from './application/rule/rule.controller.js';
import { RuleHandler } from './application/rule/rule.handler.js';
import { ViewDisputeController } from './application/view-dispute/view-dispute.controller.js';
import { WithdrawController } from './application/withdraw/withdraw.controller.js';
import { commandRoutes } from './command-routes.js';
import { definition } from './disputes.service.js';
import { HearContractsListener } from './processes/hear-contracts/hear-contracts.listener.js';
import { HearMoneyListener } from './processes/hear-money/hear-money.listener.js';
import { HearPartiesListener } from './processes/hear-parties/hear-parties.listener.js';

/** The one place where the parts of disputes are wired. The queue stands before the routes with an id. */
@Module({
  imports: [GuildhallModule.forService(definition)],
  controllers: [
    ListDisputesController,
    QueueController,
    OpenDisputeController,
    ViewDisputeController,
    RespondController,
    MakeOfferController,
    MediationController,
    ArbitrationController,
    AddExhibitController,
    RuleController,
    WithdrawController,
    RepairController,
    HearPartiesListener,
    HearContractsListener,
    HearMoneyListener,
  ],
  providers: [
    DisputeStreams,
    HolidayCalendar,
    Deadlines,
    History,
    SealedOffers,
    OpenDisputeHandler,
    MakeOfferHandler,
    CompareOffersHandler,
    ProposeMediationHandler,
    RuleHandler,
    AssignCaseHandler,
    {
      provide: COMMAND_ROUTES,
      useFactory: commandRoutes,
      inject: [DisputeStreams, Deadlines, AssignCaseHandler, CompareOffersHandler],
    },
  ],
})
export class DisputesModule {}
