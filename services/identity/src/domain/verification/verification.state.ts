import type { Instant } from '@guildhall/kernel';
import type { VerificationEvent } from './verification.events.js';
import type { Capability, DisabledReason, Item, Level, PartyKind } from './verification.types.js';

export const VERIFICATION_STATUSES = [
  'unverified',
  'submitted',
  'pending',
  'needs_more',
  'verified',
  'verified_with_deadline',
  'rejected',
] as const;
export type VerificationStatus = (typeof VERIFICATION_STATUSES)[number] | '(none)';

/** What lies with the reviewers, or waits for the rest of what is due. */
export type Submission = Readonly<{
  submissionId: string;
  capabilities: readonly Capability[];
  /** Items shown; the UTC day on which each ends, null for no end. */
  items: Readonly<Partial<Record<Item, string | null>>>;
  submittedAt: Instant;
  reviewers: 1 | 2;
  passedBy: readonly string[];
}>;

export type VerificationState = Readonly<{
  status: VerificationStatus;
  partyId: string;
  partyKind: PartyKind;
  country: string;
  level: Level;
  wanted: readonly Capability[];
  enabled: readonly Capability[];
  disabledReasons: Readonly<Partial<Record<Capability, DisabledReason>>>;
  /** Items accepted by review or by a fact; the UTC day on which each ends, null for no end. */
  accepted: Readonly<Partial<Record<Item, string | null>>>;
  /** Items that fell due while a capability was open. */
  deadlines: Readonly<Partial<Record<Item, Instant>>>;
  pastDue: readonly Item[];
  errors: Readonly<Partial<Record<string, string>>>;
  submission: Submission | null;
  suspectedBy: readonly string[];
  /** Volumes passed, as `<direction>|<thresholdId>`. */
  crossed: readonly string[];
  payoutFailures: number;
}>;

export const noVerification: VerificationState = {
  status: '(none)',
  partyId: '',
  partyKind: 'person',
  country: '',
  level: 'kyc-0',
  wanted: [],
  enabled: [],
  disabledReasons: {},
  accepted: {},
  deadlines: {},
  pastDue: [],
  errors: {},
  submission: null,
  suspectedBy: [],
  crossed: [],
  payoutFailures: 0,
};

const added = <T>(list: readonly T[], more: readonly T[]): readonly T[] => [...new Set([...list, ...more])];
const without = <K extends string, V>(
  record: Readonly<Partial<Record<K, V>>>,
  keys: readonly string[],
): Readonly<Partial<Record<K, V>>> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key))) as Partial<Record<K, V>>;

const accepted = (state: VerificationState, items: Readonly<Partial<Record<Item, string | null>>>): VerificationState => {
  const names = Object.keys(items);
  return {
    ...state,
    accepted: { ...state.accepted, ...items },
    deadlines: without(state.deadlines, names),
    pastDue: state.pastDue.filter((item) => !names.includes(item)),
    errors: without(state.errors, names),
  };
};

/** A party that was verified once is so again as soon as nothing is late or about to be; a fact may be what settles it. */
const settled = (state: VerificationState): VerificationState => {
  if (state.status !== 'verified_with_deadline' && state.status !== 'needs_more') return state;
  const open = Object.keys(state.deadlines).length + state.pastDue.length + Object.keys(state.errors).length;
  return open === 0 && state.level !== 'kyc-0' ? { ...state, status: 'verified' } : state;
};

/** After a refusal or a pass the review is over; what had a deadline keeps it. */
const reviewed = (state: VerificationState, status: VerificationStatus): VerificationState => ({
  ...state,
  status,
  submission: null,
  suspectedBy: [],
});

export const evolveVerification = (state: VerificationState, event: VerificationEvent): VerificationState => {
  const { type, data } = event;
  switch (type) {
    case 'VerificationOpened': {
      const { partyId, partyKind, country, capabilities } = data;
      return { ...state, status: 'unverified', partyId, partyKind, country, wanted: added(state.wanted, capabilities) };
    }
    case 'CapabilitiesWanted':
      return { ...state, wanted: added(state.wanted, data.capabilities) };
    case 'VerificationSubmitted': {
      const { submissionId, capabilities, outlines, submittedAt } = data;
      const shown = Object.fromEntries(Object.entries(outlines).map(([item, { expiresOn }]) => [item, expiresOn ?? null]));
      const submission: Submission = {
        submissionId,
        capabilities: added(state.submission?.capabilities ?? [], capabilities),
        items: { ...state.submission?.items, ...shown },
        submittedAt,
        reviewers: 1,
        passedBy: [],
      };
      return { ...state, status: 'submitted', submission, errors: without(state.errors, Object.keys(outlines)) };
    }
    case 'VerificationStarted':
      return { ...state, status: 'pending', submission: state.submission && { ...state.submission, reviewers: data.reviewers } };
    case 'ReviewPassed':
      return { ...state, submission: state.submission && { ...state.submission, passedBy: [data.by] } };
    case 'FraudSuspected':
      return { ...state, suspectedBy: [data.by] };
    case 'PartyVerified': {
      const taken = accepted({ ...state, level: data.level }, state.submission?.items ?? {});
      const status = Object.keys(taken.deadlines).length > 0 ? 'verified_with_deadline' : 'verified';
      return reviewed(taken, status);
    }
    case 'VerificationNeedsMore': {
      const errors = Object.fromEntries(data.errors.map(({ item, code }) => [item, code]));
      // What was in order need not be shown again.
      const { submission } = state;
      const kept = submission && { ...submission, items: without(submission.items, Object.keys(errors)), passedBy: [] };
      return { ...reviewed({ ...state, errors: { ...state.errors, ...errors } }, 'needs_more'), submission: kept };
    }
    case 'VerificationRejected':
      return reviewed(state, 'rejected');
    case 'CapabilityEnabled': {
      const disabledReasons = without(state.disabledReasons, [data.capability]);
      return { ...state, enabled: added(state.enabled, [data.capability]), disabledReasons };
    }
    case 'CapabilityDisabled': {
      const { capability, disabledReason, currentlyDue } = data;
      const late = currentlyDue.filter((item) => state.deadlines[item] !== undefined);
      return {
        ...state,
        status: state.status === 'verified_with_deadline' || state.status === 'unverified' ? 'needs_more' : state.status,
        enabled: state.enabled.filter((one) => one !== capability),
        disabledReasons: { ...state.disabledReasons, [capability]: disabledReason },
        pastDue: added(state.pastDue, late),
      };
    }
    case 'RequirementDue': {
      const due = Object.fromEntries(data.items.map((item) => [item, data.deadline]));
      const status = state.status === 'verified' ? 'verified_with_deadline' : state.status;
      return { ...state, status, deadlines: { ...state.deadlines, ...due } };
    }
    case 'BillingMethodNoted':
      return settled(accepted(state, { billing_method: null }));
    case 'PayoutDestinationNoted':
      return settled({ ...accepted(state, { payout_destination: null }), payoutFailures: 0 });
    case 'PayoutFailureNoted':
      return { ...state, payoutFailures: state.payoutFailures + 1 };
    case 'PayoutPaidNoted':
      return { ...state, payoutFailures: 0 };
    case 'VolumeNoted':
      return { ...state, crossed: added(state.crossed, [`${data.direction}|${data.thresholdId}`]) };
  }
};
