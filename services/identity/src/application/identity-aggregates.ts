import { CommandHandler, EVENT_STORE, type EventStore } from '@guildhall/event-sourcing';
import { Inject, Injectable } from '@nestjs/common';
import { accountDecider } from '../domain/account/account.decider.js';
import { accountStorage } from '../domain/account/account.events.js';
import { bootstrapDecider, bootstrapStorage } from '../domain/bootstrap/bootstrap.decider.js';
import { sandboxClockDecider, sandboxClockStorage } from '../domain/clock/sandbox-clock.decider.js';
import { emailReservationDecider, emailReservationStorage } from '../domain/email/email-reservation.decider.js';
import { organisationDecider } from '../domain/organisation/organisation.decider.js';
import { organisationStorage } from '../domain/organisation/organisation.events.js';
import { sessionDecider } from '../domain/session/session.decider.js';
import { sessionStorage } from '../domain/session/session.events.js';
import { signingKeyDecider, signingKeyStorage } from '../domain/signing-key/signing-key.decider.js';

/** The write models that sign-in, sessions and organisations share: keys are ids, `emails` has the address's HMAC as key. */
@Injectable()
export class IdentityAggregates {
  readonly accounts;
  readonly emails;
  readonly sessions;
  readonly organisations;
  readonly signingKeys;
  readonly clock;
  readonly bootstrap;

  constructor(@Inject(EVENT_STORE) store: EventStore) {
    this.accounts = new CommandHandler(store, accountStorage, accountDecider);
    this.emails = new CommandHandler(store, emailReservationStorage, emailReservationDecider);
    this.sessions = new CommandHandler(store, sessionStorage, sessionDecider);
    this.organisations = new CommandHandler(store, organisationStorage, organisationDecider);
    this.signingKeys = new CommandHandler(store, signingKeyStorage, signingKeyDecider);
    this.clock = new CommandHandler(store, sandboxClockStorage, sandboxClockDecider);
    this.bootstrap = new CommandHandler(store, bootstrapStorage, bootstrapDecider);
  }
}
