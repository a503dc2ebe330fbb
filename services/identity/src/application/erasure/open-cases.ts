import { CommandHandler, EVENT_STORE, type EventStore } from '@guildhall/event-sourcing';
import { Inject, Injectable } from '@nestjs/common';
import { standingDecider, standingStorage } from '../../domain/standing/standing.decider.js';

/** Disputes that a party is in, as far as they were heard of. */
@Injectable()
export class OpenCases {
  readonly standings;

  constructor(@Inject(EVENT_STORE) store: EventStore) {
    this.standings = new CommandHandler(store, standingStorage, standingDecider);
  }

  /** Ids of the disputes. Errors: `StoreUnavailable`. */
  async of(partyId: string): Promise<readonly string[]> {
    return (await this.standings.load(partyId)).state.open;
  }
}
