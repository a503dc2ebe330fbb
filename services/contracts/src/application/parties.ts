import { CommandHandler, EVENT_STORE, type CommandContext, type EventStore, type Written } from '@guildhall/event-sourcing';
import { Inject, Injectable } from '@nestjs/common';
import { partyDecider, type PartyCommand, type PartyState } from '../domain/party/party.decider.js';
import { partyStorage, type PartyEvent } from '../domain/party/party.events.js';

/** What contracts knows of parties; gates read it here, by id, never from a projection. */
@Injectable()
export class Parties {
  private readonly handler: CommandHandler<PartyCommand, PartyEvent, PartyState>;

  constructor(@Inject(EVENT_STORE) store: EventStore) {
    this.handler = new CommandHandler(store, partyStorage, partyDecider);
  }

  note(command: PartyCommand, context: CommandContext): Promise<Written> {
    return this.handler.handle(command.data.partyId, command, context);
  }

  async load(partyId: string): Promise<PartyState> {
    return (await this.handler.load(partyId)).state;
  }
}
