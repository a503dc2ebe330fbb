import type { EventData } from '@guildhall/kernel';
import type { CommandOf, VerificationCommand } from './verification.commands.js';
import type { VerificationEvent } from './verification.events.js';
import type { Capability, Item, PartyKind } from './verification.types.js';

export const PARTY = 'adba5708-f0d0-5f1f-b871-a1fd2536c23e';
export const SUBMISSION = 'b256864d-81e7-5b32-b6c1-24380695bc4d';
export const MONDAY = '2026-03-02T09:00:00.000Z';
export const HASH = `sha256:${'ab'.repeat(32)}`;

export const personItems = {
  legal_name: 'Ada Lovelace',
  date_of_birth: '1990-05-17',
  address: { line1: '1 Market Square', city: 'Springfield', postalCode: '10115', country: 'DE' },
  id_document: { kind: 'passport', number: 'C01X00T47', documentHash: HASH, expiresAt: '2034-06-30' },
  tax_form: { kind: 'w8ben', tin: '99-1234567', documentHash: HASH },
};
export const companyItems = {
  legal_name: 'Nordlicht GmbH',
  registration_number: 'HRB 1234',
  beneficial_owner: { name: 'Owner', dateOfBirth: '1980-04-01' },
};
export const personItemNames = Object.keys(personItems) as Item[];

type Data<T extends VerificationEvent['type']> = EventData<VerificationEvent, T>;
const event = <T extends VerificationEvent['type']>(type: T, data: Omit<Data<T>, 'partyId'>): VerificationEvent =>
  ({ type, data: { partyId: PARTY, ...data } }) as unknown as VerificationEvent;

export const opened = (capabilities: readonly Capability[] = ['get_paid', 'withdraw'], partyKind: PartyKind = 'person') =>
  event('VerificationOpened', { partyKind, country: 'DE', capabilities, policyVersion: 'kyc-v1' });
export const enabled = (capability: Capability) => event('CapabilityEnabled', { capability, policyVersion: 'kyc-v1' });
export const disabled = (
  capability: Capability,
  currentlyDue: readonly Item[],
  disabledReason: Data<'CapabilityDisabled'>['disabledReason'] = 'requirements.past_due',
) => event('CapabilityDisabled', { capability, disabledReason, currentlyDue });

export const submitted = (
  capabilities: readonly Capability[] = ['withdraw'],
  documents: Readonly<Record<string, unknown>> = personItems,
  submissionId = SUBMISSION,
) => {
  const outlines = Object.fromEntries(Object.entries(documents).map(([item, value]) => [item, outlineOf(value)]));
  return event('VerificationSubmitted', {
    submissionId,
    capabilities,
    outlines,
    documents,
    submittedBy: PARTY,
    submittedAt: MONDAY,
  });
};
const outlineOf = (value: unknown): object => {
  if (typeof value !== 'object' || value === null) return {};
  const { documentHash, certificateHash, expiresAt } = value as Readonly<Record<string, string>>;
  const hash = documentHash ?? certificateHash;
  return { ...(hash === undefined ? {} : { documentHash: hash }), ...(expiresAt === undefined ? {} : { expiresOn: expiresAt }) };
};
export const started = (reviewers: 1 | 2 = 1) =>
  event('VerificationStarted', { submissionId: SUBMISSION, reviewers, startedAt: MONDAY });
export const verified = (change: Partial<Data<'PartyVerified'>> = {}) =>
  event('PartyVerified', {
    submissionId: SUBMISSION,
    level: 'kyc-1',
    country: 'DE',
    expiries: { id_document: '2034-06-30' },
    validUntil: '2034-07-01T00:00:00.000Z',
    policyVersion: 'kyc-v1',
    reviewedBy: ['reviewer-1'],
    reasonCode: 'documents_match',
    ...change,
  });
export const needsMore = (...errors: Data<'VerificationNeedsMore'>['errors']) =>
  event('VerificationNeedsMore', { submissionId: SUBMISSION, errors, by: 'reviewer-1', reasonCode: 'documents_match' });
export const suspected = (by = 'reviewer-1') =>
  event('FraudSuspected', { submissionId: SUBMISSION, by, reasonCode: 'fraud.forged' });
export const rejected = (reasonCode = 'other', ...reviewedBy: readonly string[]) =>
  event('VerificationRejected', { submissionId: SUBMISSION, reviewedBy, reasonCode });
export const passedOnce = (by = 'reviewer-1') =>
  event('ReviewPassed', { submissionId: SUBMISSION, by, reasonCode: 'documents_match' });
export const billing = () => event('BillingMethodNoted', { instrumentId: 'instrument-1' });
export const destination = () => event('PayoutDestinationNoted', { destinationId: 'destination-1' });
export const failedPayout = (payoutId = 'payout-1') => event('PayoutFailureNoted', { payoutId });
export const paidPayout = () => event('PayoutPaidNoted', { payoutId: 'payout-9' });
export const crossed = (thresholdId: string, direction: 'earned' | 'spent' = 'earned') =>
  event('VolumeNoted', { direction, thresholdId });
export const due = (items: readonly Item[], deadline: string, cause: Data<'RequirementDue'>['cause']) =>
  event('RequirementDue', { items, cause, deadline });

type Order<T extends VerificationCommand['type']> = Extract<VerificationCommand, { type: T }>;
const command = <T extends VerificationCommand['type']>(type: T, data: CommandOf<T>): Order<T> =>
  ({ type, data }) as unknown as Order<T>;

export const open = (capabilities: readonly Capability[] = ['get_paid', 'withdraw']) =>
  command('OpenVerification', { partyId: PARTY, partyKind: 'person', country: 'DE', capabilities });
export const submit = (
  capabilities: readonly Capability[] = ['withdraw'],
  items: Readonly<Record<string, unknown>> = personItems,
) =>
  command('SubmitItems', {
    partyId: PARTY,
    partyKind: 'person',
    country: 'DE',
    submissionId: SUBMISSION,
    capabilities,
    items,
    by: PARTY,
    at: MONDAY,
  });
export const pass = (by = 'reviewer-1') => command('PassReview', { by, reasonCode: 'documents_match', level: null });
export const askMore = (...errors: CommandOf<'AskForMore'>['errors']) =>
  command('AskForMore', { by: 'reviewer-1', reasonCode: 'documents_match', errors });
export const reject = (reasonCode = 'other', by = 'reviewer-1') => command('RejectVerification', { by, reasonCode });
export const noteBilling = () => command('NoteBillingMethod', { partyId: PARTY, instrumentId: 'instrument-1' });
export const noteDestination = () => command('NotePayoutDestination', { partyId: PARTY, destinationId: 'destination-1' });
export const noteFailure = (payoutId = 'payout-1') => command('NotePayoutFailed', { partyId: PARTY, payoutId, at: MONDAY });
export const notePaid = () => command('NotePayoutPaid', { partyId: PARTY, payoutId: 'payout-9' });
export const noteVolume = (thresholdId = 'kyc-1', direction: 'earned' | 'spent' = 'earned') =>
  command('NoteVolume', { partyId: PARTY, direction, thresholdId, at: MONDAY });
export const noteExpiry = (expiresOn = '2034-06-30') => command('NoteExpiry', { partyId: PARTY, item: 'id_document', expiresOn });
export const passDeadline = (deadline: string) => command('PassDeadline', { partyId: PARTY, deadline });
