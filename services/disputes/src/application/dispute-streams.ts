import {
  CommandHandler,
  EVENT_STORE,
  type CommandContext,
  type EventStore,
  type StoredEvent,
  type Written,
} from '@guildhall/event-sourcing';
import { SERVICE_CONFIG, type ServiceConfig } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import {
  contractDecider,
  contractStorage,
  type ContractCommand,
  type ContractEvent,
  type ContractState,
} from '../domain/contract/contract.decider.js';
import type { DisputeCommand } from '../domain/dispute/dispute.commands.js';
import { disputeDecider } from '../domain/dispute/dispute.decider.js';
import { disputeStorage, type DisputeEvent, type EventDataOf } from '../domain/dispute/dispute.events.js';
import type { DisputeState } from '../domain/dispute/dispute.state.js';
import {
  poolDecider,
  poolStorage,
  type PoolCommand,
  type PoolEvent,
  type PoolState,
} from '../domain/mediator/mediators.decider.js';
import {
  partyDecider,
  partyStorage,
  type PartyCommand,
  type PartyEvent,
  type PartyState,
} from '../domain/party/party.decider.js';
import { slotDecider, slotStorage, type SlotCommand, type SlotEvent, type SlotState } from '../domain/slot/slot.decider.js';

/** The write models of this service. */
@Injectable()
export class DisputeStreams {
  readonly disputes: CommandHandler<DisputeCommand, DisputeEvent, DisputeState>;
  readonly slots: CommandHandler<SlotCommand, SlotEvent, SlotState>;
  readonly contracts: CommandHandler<ContractCommand, ContractEvent, ContractState>;
  readonly parties: CommandHandler<PartyCommand, PartyEvent, PartyState>;
  private readonly pools: CommandHandler<PoolCommand, PoolEvent, PoolState>;

  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(SERVICE_CONFIG) private readonly config: ServiceConfig,
  ) {
    this.disputes = new CommandHandler(store, disputeStorage, disputeDecider);
    this.slots = new CommandHandler(store, slotStorage, slotDecider);
    this.contracts = new CommandHandler(store, contractStorage, contractDecider);
    this.parties = new CommandHandler(store, partyStorage, partyDecider);
    this.pools = new CommandHandler(store, poolStorage, poolDecider);
  }

  async dispute(disputeId: string): Promise<DisputeState> {
    return (await this.disputes.load(disputeId)).state;
  }

  async party(partyId: string): Promise<PartyState> {
    return (await this.parties.load(partyId)).state;
  }

  /** The mediators of the region that this service runs in. */
  async pool(): Promise<PoolState> {
    return (await this.pools.load(this.config.region)).state;
  }

  inPool(command: PoolCommand, context: CommandContext): Promise<Written> {
    return this.pools.handle(this.config.region, command, context);
  }
}

/** Data of the first event of a type that a command wrote; undefined where it wrote none. */
export const writtenData = <T extends DisputeEvent['type']>(
  { events }: { readonly events: readonly StoredEvent[] },
  type: T,
): EventDataOf<T> | undefined => events.find((stored) => stored.type === type)?.data as EventDataOf<T> | undefined;
