import {
  CommandHandler,
  EVENT_STORE,
  type CommandContext,
  type EventStore,
  type StoredEvent,
  type Written,
} from '@guildhall/event-sourcing';
import type { EventData } from '@guildhall/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { ContractCommand } from '../domain/contract/contract.commands.js';
import { contractStorage, type ContractEvent } from '../domain/contract/contract.events.js';
import type { ContractState } from '../domain/contract/contract.state.js';
import { contracts } from './terms-hash.js';

type Authorise = (state: ContractState) => void;

/** The contracts' write model: commands, and the present state by id. */
@Injectable()
export class Contracts {
  private readonly handler: CommandHandler<ContractCommand, ContractEvent, ContractState>;

  constructor(@Inject(EVENT_STORE) store: EventStore) {
    this.handler = new CommandHandler(store, contractStorage, contracts);
  }

  /** A command of a person, judged by `authorise` on the state that decides. */
  handle(contractId: string, command: ContractCommand, context: CommandContext, authorise: Authorise): Promise<Written> {
    return this.handler.handle(contractId, command, context, { authorise });
  }

  /** A command of a process. */
  note(contractId: string, command: ContractCommand, context: CommandContext): Promise<Written> {
    return this.handler.handle(contractId, command, context);
  }

  async load(contractId: string): Promise<ContractState> {
    return (await this.handler.load(contractId)).state;
  }
}

/** Data of the first event of a type that a command wrote; undefined where it wrote none. */
export const writtenData = <Type extends ContractEvent['type']>(
  { events }: { readonly events: readonly StoredEvent[] },
  type: Type,
): EventData<ContractEvent, Type> | undefined =>
  events.find((stored) => stored.type === type)?.data as EventData<ContractEvent, Type> | undefined;
