import { CommandHandler, EVENT_STORE, type EventStore } from '@guildhall/event-sourcing';
import { Inject, Injectable } from '@nestjs/common';
import { verificationDecider } from '../domain/verification/verification.decider.js';
import { verificationStorage } from '../domain/verification/verification.events.js';

/** The write model of verifications, by party id. */
@Injectable()
export class Verifications {
  readonly handler;

  constructor(@Inject(EVENT_STORE) store: EventStore) {
    this.handler = new CommandHandler(store, verificationStorage, verificationDecider);
  }
}
