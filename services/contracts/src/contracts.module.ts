import { COMMAND_ROUTES } from '@guildhall/event-sourcing';
import { GuildhallModule } from '@guildhall/service-kit';
import { Module } from '@nestjs/common';
import { AnswerCancellationController } from './application/answer-cancellation/answer-cancellation.controller.js';
import { AnswerCancellationHandler } from './application/answer-cancellation/answer-cancellation.handler.js';
import { ApproveMilestoneController } from './application/approve-milestone/approve-milestone.controller.js';
import { ApproveMilestoneHandler } from './application/approve-milestone/approve-milestone.handler.js';
import { CancelLateController } from './application/cancel-late/cancel-late.controller.js';
import { CancelLateHandler } from './application/cancel-late/cancel-late.handler.js';
import { ContractReader } from './application/contract-reader.js';
import { Contracts } from './application/contracts.js';
import { DeclineContractController } from './application/decline-contract/decline-contract.controller.js';
import { DeclineContractHandler } from './application/decline-contract/decline-contract.handler.js';
import { EditTermsController } from './application/edit-terms/edit-terms.controller.js';
import { EditTermsHandler } from './application/edit-terms/edit-terms.handler.js';
import { FeePolicies } from './application/fee-policies.js';
import { GiveBackController } from './application/give-back/give-back.controller.js';
import { GiveBackHandler } from './application/give-back/give-back.handler.js';
import { ListContractsController } from './application/list-contracts/list-contracts.controller.js';
import { ListOperatorQueueController } from './application/list-operator-queue/list-operator-queue.controller.js';
import { ListWaitingController } from './application/list-waiting/list-waiting.controller.js';
import { OfferContractController } from './application/offer-contract/offer-contract.controller.js';
import { OfferContractHandler } from './application/offer-contract/offer-contract.handler.js';
import { Parties } from './application/parties.js';
import { ReleasePartController } from './application/release-part/release-part.controller.js';
import { ReleasePartHandler } from './application/release-part/release-part.handler.js';
import { RepeatInstructionController } from './application/repeat-instruction/repeat-instruction.controller.js';
import { RepeatInstructionHandler } from './application/repeat-instruction/repeat-instruction.handler.js';
import { RequestCancellationController } from './application/request-cancellation/request-cancellation.controller.js';
import { RequestCancellationHandler } from './application/request-cancellation/request-cancellation.handler.js';
import { RequestChangesController } from './application/request-changes/request-changes.controller.js';
import { RequestChangesHandler } from './application/request-changes/request-changes.handler.js';
import { RequestFundingController } from './application/request-funding/request-funding.controller.js';
import { RequestFundingHandler } from './application/request-funding/request-funding.handler.js';
import { SignContractController } from './application/sign-contract/sign-contract.controller.js';
import { SignContractHandler } from './application/sign-contract/sign-contract.handler.js';
import { StartMilestoneController } from './application/start-milestone/start-milestone.controller.js';
import { StartMilestoneHandler } from './application/start-milestone/start-milestone.handler.js';
import { SubmitMilestoneController } from './application/submit-milestone/submit-milestone.controller.js';
import { SubmitMilestoneHandler } from './application/submit-milestone/submit-milestone.handler.js';
import { ViewContractController } from './application/view-contract/view-contract.controller.js';
import { ViewTermsController } from './application/view-terms/view-terms.controller.js';
import { ViewTimelineController } from './application/view-timeline/view-timeline.controller.js';
import { commandRoutes } from './command-routes.js';
import { definition } from './contracts.service.js';
import { HearDisputesListener } from './processes/hear-disputes/hear-disputes.listener.js';
import { HearFeePoliciesListener } from './processes/hear-fee-policies/hear-fee-policies.listener.js';
import { HearMoneyListener } from './processes/hear-money/hear-money.listener.js';
import { HearOriginsListener } from './processes/hear-origins/hear-origins.listener.js';
import { HearPartiesListener } from './processes/hear-parties/hear-parties.listener.js';

/** The one place where the parts of contracts are wired. */
@Module({
  imports: [GuildhallModule.forService(definition)],
  controllers: [
    ListContractsController,
    ListWaitingController,
    ListOperatorQueueController,
    ViewContractController,
    ViewTermsController,
    ViewTimelineController,
    EditTermsController,
    OfferContractController,
    DeclineContractController,
    SignContractController,
    RequestFundingController,
    StartMilestoneController,
    SubmitMilestoneController,
    RequestChangesController,
    ApproveMilestoneController,
    ReleasePartController,
    GiveBackController,
    CancelLateController,
    RequestCancellationController,
    AnswerCancellationController,
    RepeatInstructionController,
    HearOriginsListener,
    HearMoneyListener,
    HearDisputesListener,
    HearPartiesListener,
    HearFeePoliciesListener,
  ],
  providers: [
    Contracts,
    Parties,
    FeePolicies,
    ContractReader,
    EditTermsHandler,
    OfferContractHandler,
    DeclineContractHandler,
    SignContractHandler,
    RequestFundingHandler,
    StartMilestoneHandler,
    SubmitMilestoneHandler,
    RequestChangesHandler,
    ApproveMilestoneHandler,
    ReleasePartHandler,
    GiveBackHandler,
    CancelLateHandler,
    RequestCancellationHandler,
    AnswerCancellationHandler,
    RepeatInstructionHandler,
    { provide: COMMAND_ROUTES, useFactory: commandRoutes, inject: [Contracts, Parties, FeePolicies] },
  ],
})
export class ContractsModule {}
