import { allowedIn, endOfDayUtc, type Decider } from '@guildhall/kernel';
import { fail } from '../identity.errors.js';
import { kycPolicy } from './kyc-policy.js';
import { dueFor, openable } from './requirements.js';
import { askForMore, passReview, rejectVerification } from './review.js';
import { submitItems } from './submission.js';
import type { CommandOf, VerificationCommand } from './verification.commands.js';
import type { VerificationEvent } from './verification.events.js';
import { evolveVerification, noVerification, type VerificationState } from './verification.state.js';
import { verificationTransitions } from './verification.transitions.js';
import type { DisabledReason } from './verification.types.js';

type Events = readonly VerificationEvent[];

const illegal = (command: VerificationCommand['type'], { status }: VerificationState) =>
  fail('IDENTITY.ILLEGAL_TRANSITION', `${command}: not in state ${status}`, {
    allowed: allowedIn(verificationTransitions, status),
  });

/**
 * What a party has to show for each capability, and what it may do. A capability opens the moment nothing is due for it any more,
 * whichever comes last: the review or the fact from payments.
 */
export const verificationDecider: Decider<VerificationCommand, VerificationEvent, VerificationState> = {
  initialState: () => noVerification,
  decide(command, state) {
    return withOpened(state, decideOn(command, state));
  },
  evolve: evolveVerification,
};

const withOpened = (state: VerificationState, events: Events): Events => {
  if (events.length === 0) return events;
  const after = events.reduce(evolveVerification, state);
  const { version: policyVersion } = kycPolicy;
  // Facts that came before the party was opened are kept; nothing opens for a party that is not known yet.
  if (after.status === '(none)') return events;
  const opened = openable(after).map((capability): VerificationEvent => {
    const { partyId } = after;
    return { type: 'CapabilityEnabled', data: { partyId, capability, policyVersion } };
  });
  return [...events, ...opened];
};

const decideOn = (command: VerificationCommand, state: VerificationState): Events => {
  const { type, data } = command;
  switch (type) {
    case 'OpenVerification':
      return open(data, state);
    case 'SubmitItems': {
      if (state.status === 'pending') throw fail('IDENTITY.VERIFICATION_PENDING', 'A submission lies with the reviewers');
      if (state.status === 'rejected') throw illegal(type, state);
      const opened = open(data, state);
      return [...opened, ...submitItems(data, opened.reduce(evolveVerification, state))];
    }
    case 'PassReview':
      if (state.status !== 'pending') throw illegal(type, state);
      return passReview(data, state);
    case 'AskForMore':
      if (state.status !== 'pending') throw illegal(type, state);
      return askForMore(data, state);
    case 'RejectVerification':
      // A party whose deadline passed has shown nothing that could be rejected.
      if (state.status !== 'pending' && !(state.status === 'needs_more' && state.submission)) throw illegal(type, state);
      return rejectVerification(data, state);
    case 'NoteBillingMethod':
      return [{ type: 'BillingMethodNoted', data }];
    case 'NotePayoutDestination':
      return [{ type: 'PayoutDestinationNoted', data }];
    case 'NotePayoutFailed':
      return payoutFailed(data, state);
    case 'NotePayoutPaid':
      return state.payoutFailures === 0 ? [] : [{ type: 'PayoutPaidNoted', data }];
    case 'NoteVolume':
      return volumeCrossed(data, state);
    case 'NoteExpiry':
      return expiring(data, state);
    case 'PassDeadline':
      return deadlinePassed(data, state);
  }
};

const open = ({ partyId, partyKind, country, capabilities }: CommandOf<'OpenVerification'>, state: VerificationState): Events => {
  const { version: policyVersion } = kycPolicy;
  if (state.status === '(none)')
    return [{ type: 'VerificationOpened', data: { partyId, partyKind, country, capabilities, policyVersion } }];
  const more = capabilities.filter((capability) => !state.wanted.includes(capability));
  return more.length === 0 ? [] : [{ type: 'CapabilitiesWanted', data: { partyId, capabilities: more } }];
};

/** Items that an open capability now lacks get a deadline; those of a closed one are simply due. */
const volumeCrossed = ({ partyId, direction, thresholdId, at }: CommandOf<'NoteVolume'>, state: VerificationState): Events => {
  if (state.crossed.includes(`${direction}|${thresholdId}`)) return [];
  const noted: VerificationEvent = { type: 'VolumeNoted', data: { partyId, direction, thresholdId } };
  const after = evolveVerification(state, noted);
  const items = [...new Set(after.enabled.flatMap((capability) => dueFor(after, capability)))];
  const fresh = items.filter((item) => after.deadlines[item] === undefined);
  if (fresh.length === 0) return [noted];
  const deadline = endOfDayUtc(at, kycPolicy.graceDays);
  return [noted, { type: 'RequirementDue', data: { partyId, items: fresh, cause: 'volume', deadline } }];
};

const payoutFailed = ({ partyId, payoutId, at }: CommandOf<'NotePayoutFailed'>, state: VerificationState): Events => {
  const noted: VerificationEvent = { type: 'PayoutFailureNoted', data: { partyId, payoutId } };
  const isOpen = state.accepted.payout_destination !== undefined && state.deadlines.payout_destination === undefined;
  if (!isOpen || state.payoutFailures + 1 < kycPolicy.payoutFailures) return [noted];
  const deadline = endOfDayUtc(at, kycPolicy.graceDays);
  return [
    noted,
    { type: 'RequirementDue', data: { partyId, items: ['payout_destination'], cause: 'payout_failures', deadline } },
  ];
};

/** A newer document replaced the one that the timer was started for: nothing is due. */
const expiring = ({ partyId, item, expiresOn }: CommandOf<'NoteExpiry'>, state: VerificationState): Events => {
  if (state.accepted[item] !== expiresOn || state.deadlines[item] !== undefined || state.status === 'rejected') return [];
  const deadline = endOfDayUtc(`${expiresOn}T00:00:00.000Z`, 0);
  return [{ type: 'RequirementDue', data: { partyId, items: [item], cause: 'expiry', deadline } }];
};

const deadlinePassed = ({ partyId, deadline }: CommandOf<'PassDeadline'>, state: VerificationState): Events => {
  const late = (item: keyof typeof state.deadlines): boolean =>
    state.deadlines[item] !== undefined && state.deadlines[item] <= deadline;
  const shown = state.submission?.items ?? {};
  return state.enabled.flatMap((capability): Events => {
    const currentlyDue = dueFor(state, capability);
    const missing = currentlyDue.filter(late);
    if (missing.length === 0) return [];
    // What was shown in time and is not decided on yet is not the party's lateness; the gate closes all the same.
    const disabledReason: DisabledReason = missing.every((item) => shown[item] !== undefined)
      ? 'requirements.pending_verification'
      : 'requirements.past_due';
    return [{ type: 'CapabilityDisabled', data: { partyId, capability, disabledReason, currentlyDue } }];
  });
};
