import type { TransitionTable } from '@guildhall/kernel';
import type { VerificationCommand } from './verification.commands.js';
import type { VerificationEvent } from './verification.events.js';
import { VERIFICATION_STATUSES, type VerificationStatus } from './verification.state.js';

const KNOWN = VERIFICATION_STATUSES;
const ANY = ['(none)', ...KNOWN] as const;
const LIVE = ['unverified', 'submitted', 'pending', 'needs_more', 'verified', 'verified_with_deadline'] as const;

/** Transitions of a verification (identity.md); a party that is verified may show more, e.g. for another capability or a new passport. */
export const verificationTransitions: TransitionTable<
  VerificationStatus,
  VerificationCommand['type'],
  VerificationEvent['type']
> = {
  aggregate: 'verification',
  states: KNOWN,
  ends: ['rejected'],
  rows: [
    {
      name: 'open',
      command: 'OpenVerification',
      actors: ['system'],
      from: ['(none)'],
      to: 'unverified',
      events: ['VerificationOpened', 'CapabilityEnabled'],
    },
    {
      name: 'want more',
      command: 'OpenVerification',
      actors: ['system'],
      from: KNOWN,
      to: 'same',
      events: ['CapabilitiesWanted', 'CapabilityEnabled'],
    },
    {
      name: 'submit items',
      command: 'SubmitItems',
      actors: ['party'],
      from: ['(none)', 'unverified', 'submitted', 'needs_more', 'verified', 'verified_with_deadline'],
      to: 'submitted',
      events: ['VerificationOpened', 'CapabilitiesWanted', 'VerificationSubmitted', 'CapabilityEnabled'],
    },
    {
      name: 'start checks',
      command: 'SubmitItems',
      actors: ['party'],
      from: ['(none)', 'unverified', 'submitted', 'needs_more', 'verified', 'verified_with_deadline'],
      to: 'pending',
      events: ['VerificationOpened', 'CapabilitiesWanted', 'VerificationSubmitted', 'VerificationStarted', 'CapabilityEnabled'],
      notify: ['reviewers'],
    },
    { name: 'first pass', command: 'PassReview', actors: ['reviewer'], from: ['pending'], to: 'same', events: ['ReviewPassed'] },
    {
      name: 'checks pass',
      command: 'PassReview',
      actors: ['reviewer', 'second reviewer'],
      from: ['pending'],
      to: ['verified', 'verified_with_deadline'],
      events: ['PartyVerified', 'CapabilityEnabled'],
    },
    {
      name: 'items bad',
      command: 'AskForMore',
      actors: ['reviewer'],
      from: ['pending'],
      to: 'needs_more',
      events: ['VerificationNeedsMore'],
    },
    {
      name: 'suspect fraud',
      command: 'RejectVerification',
      actors: ['reviewer'],
      from: ['pending', 'needs_more'],
      to: 'same',
      events: ['FraudSuspected'],
    },
    {
      name: 'reject',
      command: 'RejectVerification',
      actors: ['reviewer', 'second reviewer'],
      from: ['pending', 'needs_more'],
      to: 'rejected',
      events: ['VerificationRejected', 'CapabilityDisabled'],
    },
    {
      name: 'note billing method',
      command: 'NoteBillingMethod',
      actors: ['payments'],
      from: ANY,
      to: [...ANY],
      events: ['BillingMethodNoted', 'CapabilityEnabled'],
    },
    {
      name: 'note payout destination',
      command: 'NotePayoutDestination',
      actors: ['payments'],
      from: ANY,
      to: [...ANY],
      events: ['PayoutDestinationNoted', 'CapabilityEnabled'],
    },
    {
      name: 'note failed payout',
      command: 'NotePayoutFailed',
      actors: ['payments'],
      from: ANY,
      to: [...ANY],
      events: ['PayoutFailureNoted', 'RequirementDue'],
      deadline: { policy: 'kyc.grace.days', clock: 'first-entered' },
    },
    {
      name: 'note paid payout',
      command: 'NotePayoutPaid',
      actors: ['payments'],
      from: ANY,
      to: 'same',
      events: ['PayoutPaidNoted'],
    },
    {
      name: 'note volume',
      command: 'NoteVolume',
      actors: ['payments'],
      from: ANY,
      to: [...ANY],
      events: ['VolumeNoted', 'RequirementDue'],
      deadline: { policy: 'kyc.grace.days', clock: 'first-entered' },
    },
    {
      name: 'item about to end',
      command: 'NoteExpiry',
      actors: ['timer'],
      from: LIVE,
      to: [...LIVE],
      events: ['RequirementDue'],
      deadline: { policy: 'kyc.expiryLead.days', clock: 'last-entered' },
    },
    {
      name: 'deadline passes',
      command: 'PassDeadline',
      actors: ['timer'],
      from: LIVE,
      to: [...LIVE],
      events: ['CapabilityDisabled'],
    },
  ],
};
