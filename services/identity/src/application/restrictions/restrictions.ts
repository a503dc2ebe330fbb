import { CommandHandler, EVENT_STORE, type EventStore } from '@guildhall/event-sourcing';
import { Inject, Injectable } from '@nestjs/common';
import { restrictionDecider } from '../../domain/restriction/restriction.decider.js';
import { restrictionStorage } from '../../domain/restriction/restriction.events.js';

/** The write model of restrictions, by restriction id. */
@Injectable()
export class Restrictions {
  readonly handler;

  constructor(@Inject(EVENT_STORE) store: EventStore) {
    this.handler = new CommandHandler(store, restrictionStorage, restrictionDecider);
  }
}
