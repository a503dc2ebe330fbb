import { earlier, endOfDayUtc, type Instant } from '@guildhall/kernel';
import { fail } from '../identity.errors.js';
import { kycPolicy } from './kyc-policy.js';
import { dueFor } from './requirements.js';
import type { CommandOf } from './verification.commands.js';
import type { VerificationEvent } from './verification.events.js';
import type { Submission, VerificationState } from './verification.state.js';
import { LEVELS, type DisabledReason, type Item, type Level } from './verification.types.js';

type Events = readonly VerificationEvent[];

/** The submission under review: there is one in every state in which a reviewer decides. */
const underReview = ({ submission }: VerificationState): Submission => {
  if (!submission) throw new Error('A verification under review has a submission');
  return submission;
};

const fourEyes = () => fail('IDENTITY.FOUR_EYES_REQUIRED', 'A second reviewer decides on this one');

export const passReview = ({ by, reasonCode, level }: CommandOf<'PassReview'>, state: VerificationState): Events => {
  const submission = underReview(state);
  const { partyId, country } = state;
  const { submissionId, reviewers, passedBy } = submission;
  // One reviewer's suspicion is not overruled by a single other one.
  const needed = state.suspectedBy.length > 0 ? 2 : reviewers;
  if (passedBy.includes(by)) throw fourEyes();
  if (passedBy.length + 1 < needed) return [{ type: 'ReviewPassed', data: { partyId, submissionId, by, reasonCode } }];
  const shown = submission.items;
  const expiries = Object.fromEntries(Object.entries(shown).filter(([, expiresOn]) => expiresOn !== null)) as Partial<
    Record<Item, string>
  >;
  return [
    {
      type: 'PartyVerified',
      data: {
        partyId,
        submissionId,
        level: levelOf(state, submission, level),
        country,
        expiries,
        validUntil: validUntil({ ...state.accepted, ...shown }),
        policyVersion: kycPolicy.version,
        reviewedBy: [...passedBy, by],
        reasonCode,
      },
    },
  ];
};

export const askForMore = ({ by, reasonCode, errors }: CommandOf<'AskForMore'>, state: VerificationState): Events => {
  const { submissionId, items } = underReview(state);
  const unknown = errors.filter(({ item }) => items[item as Item] === undefined);
  if (errors.length === 0 || unknown.length > 0) {
    const wrong = unknown.map(({ item }) => ({ item, code: 'not_submitted' }));
    throw fail('IDENTITY.REQUIREMENT_INVALID', 'Name what is wrong with which of the submitted items', { items: wrong });
  }
  return [{ type: 'VerificationNeedsMore', data: { partyId: state.partyId, submissionId, errors, by, reasonCode } }];
};

export const rejectVerification = ({ by, reasonCode }: CommandOf<'RejectVerification'>, state: VerificationState): Events => {
  const { partyId, suspectedBy, wanted } = state;
  const { submissionId, capabilities } = underReview(state);
  const disabledReason = disabledReasonOf(reasonCode);
  if (disabledReason === 'rejected.fraud') {
    if (suspectedBy.includes(by)) throw fourEyes();
    if (suspectedBy.length === 0) return [{ type: 'FraudSuspected', data: { partyId, submissionId, by, reasonCode } }];
  }
  const closed = [...new Set([...wanted, ...capabilities])];
  return [
    { type: 'VerificationRejected', data: { partyId, submissionId, reviewedBy: [...suspectedBy, by], reasonCode } },
    ...closed.map((capability): VerificationEvent => ({
      type: 'CapabilityDisabled',
      data: { partyId, capability, disabledReason, currentlyDue: dueFor(state, capability) },
    })),
  ];
};

const disabledReasonOf = (reasonCode: string): DisabledReason => {
  if (reasonCode.startsWith('fraud')) return 'rejected.fraud';
  return reasonCode.startsWith('terms_of_service') ? 'rejected.terms_of_service' : 'rejected.other';
};

/** Training says nothing about who somebody is: it leaves the level as it is. */
const levelOf = ({ level, crossed }: VerificationState, { items }: Submission, attested: Level | null): Level => {
  if (attested) return attested;
  const shown = Object.keys(items);
  if (shown.every((item) => item === 'arbitration_training')) return level;
  const byVolume = LEVELS.filter((one) => one === 'kyc-1' || crossed.some((threshold) => threshold.endsWith(`|${one}`)));
  return [...byVolume, level].reduce((highest, one) => (LEVELS.indexOf(one) > LEVELS.indexOf(highest) ? one : highest));
};

const validUntil = (items: Readonly<Partial<Record<Item, string | null>>>): Instant | null => {
  const ends = Object.values(items).flatMap((day) => (day === null ? [] : [endOfDayUtc(`${day}T00:00:00.000Z`, 0)]));
  return ends.length === 0 ? null : ends.reduce(earlier);
};
