import { CommandHandler, EVENT_STORE, type EventStore } from '@guildhall/event-sourcing';
import { Inject, Injectable } from '@nestjs/common';
import { escrowDecider } from '../domain/escrow/escrow.decider.js';
import { escrowStorage } from '../domain/escrow/escrow.events.js';
import { feePolicyDecider, feePolicyStorage } from '../domain/fee-policy/fee-policy.decider.js';
import { fundingDecider } from '../domain/funding/funding.decider.js';
import { fundingStorage } from '../domain/funding/funding.events.js';
import { methodDecider } from '../domain/method/method.decider.js';
import { methodStorage } from '../domain/method/method.events.js';
import { numbersDecider, numbersStorage } from '../domain/numbers/numbers.decider.js';
import { partyDecider, partyStorage } from '../domain/party/party.decider.js';
import { walletDecider } from '../domain/wallet/wallet.decider.js';
import { walletStorage } from '../domain/wallet/wallet.events.js';

/** The write side of payments: one command handler an aggregate. */
@Injectable()
export class MoneyStreams {
  readonly escrows;
  readonly wallets;
  readonly fundings;
  readonly methods;
  readonly parties;
  readonly numbers;
  readonly feePolicies;

  constructor(@Inject(EVENT_STORE) store: EventStore) {
    this.escrows = new CommandHandler(store, escrowStorage, escrowDecider);
    this.wallets = new CommandHandler(store, walletStorage, walletDecider);
    this.fundings = new CommandHandler(store, fundingStorage, fundingDecider);
    this.methods = new CommandHandler(store, methodStorage, methodDecider);
    this.parties = new CommandHandler(store, partyStorage, partyDecider);
    this.numbers = new CommandHandler(store, numbersStorage, numbersDecider);
    this.feePolicies = new CommandHandler(store, feePolicyStorage, feePolicyDecider);
  }
}
