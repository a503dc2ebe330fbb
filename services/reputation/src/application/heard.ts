import { CommandHandler, EVENT_STORE, type CommandContext, type EventStore, type Written } from '@guildhall/event-sourcing';
import { Inject, Injectable } from '@nestjs/common';
import { contractDecider, type ContractCommand } from '../domain/contract/contract.decider.js';
import { contractStorage, type ContractEvent } from '../domain/contract/contract.events.js';
import type { ContractState } from '../domain/contract/contract.state.js';
import { partyDecider, type PartyCommand, type PartyState } from '../domain/party/party.decider.js';
import { partyStorage, type PartyEvent } from '../domain/party/party.events.js';
import { profileDecider, type ProfileCommand, type ProfileState } from '../domain/profile/profile.decider.js';
import { profileStorage, type ProfileEvent } from '../domain/profile/profile.events.js';

/** The aggregates that no person commands: what was heard of contracts and parties, and the profiles that follow from it. */
@Injectable()
export class Heard {
  private readonly contracts: CommandHandler<ContractCommand, ContractEvent, ContractState>;
  private readonly parties: CommandHandler<PartyCommand, PartyEvent, PartyState>;
  private readonly profiles: CommandHandler<ProfileCommand, ProfileEvent, ProfileState>;

  constructor(@Inject(EVENT_STORE) store: EventStore) {
    this.contracts = new CommandHandler(store, contractStorage, contractDecider);
    this.parties = new CommandHandler(store, partyStorage, partyDecider);
    this.profiles = new CommandHandler(store, profileStorage, profileDecider);
  }

  ofContract(command: ContractCommand, context: CommandContext): Promise<Written> {
    return this.contracts.handle(command.data.contractId, command, context);
  }

  ofParty(command: PartyCommand, context: CommandContext): Promise<Written> {
    return this.parties.handle(command.data.partyId, command, context);
  }

  ofProfile(command: ProfileCommand, context: CommandContext): Promise<Written> {
    return this.profiles.handle(command.data.partyId, command, context);
  }
}
