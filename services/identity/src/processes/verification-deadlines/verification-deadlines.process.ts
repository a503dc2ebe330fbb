import { addDays, cancelTimer, escalate, send, startTimer } from '@guildhall/kernel';
import type { CommandRefused, Instant, OwnEvent, ProcessManager, TimerDue } from '@guildhall/kernel';
import { kycPolicy } from '../../domain/verification/kyc-policy.js';
import type { VerificationCommand } from '../../domain/verification/verification.commands.js';
import type { DueCause } from '../../domain/verification/verification.events.js';
import type { Item } from '../../domain/verification/verification.types.js';

type Expiry = { partyId: string; item: Item; expiresOn: string };
type Deadline = { partyId: string; deadline: Instant };
type Input =
  | OwnEvent<'PartyVerified', { partyId: string; expiries: Readonly<Partial<Record<Item, string>>> }>
  | OwnEvent<'RequirementDue', Deadline & { items: readonly Item[]; cause: DueCause }>
  | TimerDue<'item-expiring', Expiry>
  | TimerDue<'requirement-deadline', Deadline>
  | CommandRefused<{ partyId: string }>;

/** The lead begins at 00:00 UTC of that day before the last one: a passport that ends on 30 June is due again from 31 May. */
const leadOf = (expiresOn: string): Instant => addDays(`${expiresOn}T00:00:00.000Z`, -kycPolicy.expiryLeadDays);

const order = (step: string, command: VerificationCommand) => [send(step, command)];

/** Watches, per party, when items end and when a requirement's time of grace is over. Late ticks change nothing. */
export const verificationDeadlines: ProcessManager<Input, null> = {
  name: 'verification-deadlines',
  from: ['identity.verification'],
  correlate({ type, data }) {
    // Other events of the category have no case here: the runner passes them by.
    switch (type) {
      case 'PartyVerified':
      case 'RequirementDue':
      case 'timer.item-expiring':
      case 'timer.requirement-deadline':
      case 'CommandRefused':
        return data.partyId;
    }
  },
  initialState: () => null,
  evolve: () => null,
  react({ type, data }) {
    switch (type) {
      case 'PartyVerified': {
        const { partyId } = data;
        return Object.entries(data.expiries).flatMap(([item, expiresOn]) => [
          cancelTimer('item-expiring', item),
          startTimer('item-expiring', leadOf(expiresOn), { partyId, item, expiresOn }, item),
        ]);
      }
      case 'RequirementDue': {
        const { partyId, deadline } = data;
        return [startTimer('requirement-deadline', deadline, { partyId, deadline }, deadline)];
      }
      case 'timer.item-expiring':
        return order('note-expiry', { type: 'NoteExpiry', data });
      case 'timer.requirement-deadline':
        return order('pass-deadline', { type: 'PassDeadline', data });
      case 'CommandRefused':
        return [escalate(data.code)];
    }
  },
};
