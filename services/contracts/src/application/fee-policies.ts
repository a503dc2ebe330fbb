import { CommandHandler, EVENT_STORE, type CommandContext, type EventStore, type Written } from '@guildhall/event-sourcing';
import type { Money } from '@guildhall/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Contract } from '../domain/contract/contract.state.js';
import {
  FEE_REFERENCE,
  feePolicyDecider,
  feePolicyStorage,
  minimumOf,
  type FeePolicies as Known,
  type FeePolicyCommand,
  type FeePolicyEvent,
} from '../domain/reference/fee-policies.js';

/** Fee policies as payments published them. */
@Injectable()
export class FeePolicies {
  private readonly handler: CommandHandler<FeePolicyCommand, FeePolicyEvent, Known>;

  constructor(@Inject(EVENT_STORE) store: EventStore) {
    this.handler = new CommandHandler(store, feePolicyStorage, feePolicyDecider);
  }

  note(command: FeePolicyCommand, context: CommandContext): Promise<Written> {
    return this.handler.handle(FEE_REFERENCE, command, context);
  }

  /** Least amount of a milestone under the fee policy that the contract bound; null where payments named none. */
  async milestoneMinimum({ policyRefs, terms }: Contract): Promise<Money | null> {
    const { state } = await this.handler.load(FEE_REFERENCE);
    return minimumOf(state, policyRefs['fee'], terms.currency);
  }
}
