import { CommandHandler, EVENT_STORE, type CommandContext, type CommandRoutes, type EventStore } from '@guildhall/event-sourcing';
import { Inject, Injectable } from '@nestjs/common';
import {
  contractNoticesDecider,
  contractNoticesStorage,
  type ContractNoticesCommand,
} from '../domain/notice/contract-notices.decider.js';
import { NoticeSender } from './notice-sender.js';
import type { SendNotice } from '../processes/notifier/send-notice.js';

/** Commands of the notifier's reactions. */
@Injectable()
export class NotifierRoutes {
  readonly routes: CommandRoutes;

  constructor(@Inject(EVENT_STORE) store: EventStore, sender: NoticeSender) {
    const contracts = new CommandHandler(store, contractNoticesStorage, contractNoticesDecider);
    const note = (command: ContractNoticesCommand, context: CommandContext) =>
      contracts.handle(command.data.contractId, command, context);
    this.routes = {
      NoteContractParties: note,
      NoteContractFact: note,
      SendNotice: (command: SendNotice, context: CommandContext) => sender.send(command, context),
    };
  }
}
