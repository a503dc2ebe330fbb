import { earlier, type Instant } from '@guildhall/kernel';
import { directionOf, isOffered, kycPolicy, requirementsFor, type Requirement } from './kyc-policy.js';
import type { VerificationState } from './verification.state.js';
import { CAPABILITIES, type Capability, type DisabledReason, type Item, type ItemError } from './verification.types.js';

const unique = <T>(list: readonly T[]): readonly T[] => [...new Set(list)];

const rowsOf = ({ partyKind, country }: VerificationState, capability: Capability): readonly Requirement[] =>
  requirementsFor(partyKind, country).filter((row) => row.capability === capability);

const isDueNow = ({ crossed }: VerificationState, { capability, due }: Requirement): boolean =>
  due === 'at_start' || crossed.includes(`${directionOf(capability)}|${due}`);

/** Accepted and not due again. */
const isSatisfied = ({ accepted, deadlines }: VerificationState, item: Item): boolean =>
  accepted[item] !== undefined && deadlines[item] === undefined;

/** What a capability needs now and lacks, whatever the review says of it. */
export const dueFor = (state: VerificationState, capability: Capability): readonly Item[] =>
  unique(
    rowsOf(state, capability)
      .filter((row) => isDueNow(state, row))
      .flatMap(({ items }) => items)
      .filter((item) => !isSatisfied(state, item)),
  );

const eventuallyDueFor = (state: VerificationState, capability: Capability): readonly Item[] =>
  unique(
    rowsOf(state, capability)
      .filter((row) => row.due !== 'on_request' && !isDueNow(state, row))
      .flatMap(({ items }) => items)
      .filter((item) => !isSatisfied(state, item)),
  );

/** Items that the party itself must show before a review of these capabilities can begin. */
export const missingForReview = (
  state: VerificationState,
  capabilities: readonly Capability[],
  shown: Readonly<Partial<Record<Item, unknown>>>,
): readonly Item[] =>
  unique(capabilities.flatMap((capability) => dueFor(state, capability))).filter(
    (item) => kycPolicy.items[item].source === 'party' && shown[item] === undefined,
  );

/** Capabilities that are asked for, closed, and for which nothing is due any more. */
export const openable = (state: VerificationState): readonly Capability[] =>
  state.status === 'rejected'
    ? []
    : state.wanted.filter(
        (capability) =>
          !state.enabled.includes(capability) && isOffered(capability, state.partyKind) && dueFor(state, capability).length === 0,
      );

/** Two people decide on mediators who will arbitrate, and on parties above 10,000 USD. */
export const reviewersFor = (state: VerificationState, capabilities: readonly Capability[]): 1 | 2 => {
  const { secondReviewer } = kycPolicy;
  const byCapability = capabilities.some((capability) => secondReviewer.capabilities.includes(capability));
  const byVolume = state.crossed.some((crossed) =>
    secondReviewer.thresholds.some((threshold) => crossed.endsWith(`|${threshold}`)),
  );
  return byCapability || byVolume ? 2 : 1;
};

/** What a party can do with one capability, what is missing, until when and why. */
export type CapabilityView = Readonly<{
  state: 'enabled' | 'disabled';
  /** Missing now; late ones among them. */
  currentlyDue: readonly Item[];
  eventuallyDue: readonly Item[];
  pastDue: readonly Item[];
  /** Shown and not yet decided on. */
  pendingVerification: readonly Item[];
  errors: readonly ItemError[];
  /** What may be shown instead, by item that is due. */
  alternatives: Readonly<Record<string, readonly string[]>>;
  currentDeadline?: Instant;
  disabledReason?: DisabledReason;
}>;

export const capabilityView = (state: VerificationState, capability: Capability): CapabilityView => {
  const due = dueFor(state, capability);
  const shown = state.submission?.items ?? {};
  const pendingVerification = due.filter((item) => shown[item] !== undefined);
  const currentlyDue = due.filter((item) => shown[item] === undefined);
  const isEnabled = state.enabled.includes(capability);
  const instants = due.flatMap((item) => state.deadlines[item] ?? []);
  const reason = isEnabled ? undefined : (state.disabledReasons[capability] ?? reasonOf(state, due, pendingVerification));
  return {
    state: isEnabled ? 'enabled' : 'disabled',
    currentlyDue,
    eventuallyDue: eventuallyDueFor(state, capability),
    pastDue: due.filter((item) => state.pastDue.includes(item)),
    pendingVerification,
    errors: due.flatMap((item) => errorOf(state, item)),
    alternatives: Object.fromEntries(
      currentlyDue.map((item) => [item, kycPolicy.items[item].alternatives] as const).filter(([, instead]) => instead.length > 0),
    ),
    ...(instants.length === 0 ? {} : { currentDeadline: instants.reduce(earlier) }),
    ...(reason === undefined ? {} : { disabledReason: reason }),
  };
};

/** All capabilities that a party of this kind may have, by name. */
export const capabilityViews = (state: VerificationState): Readonly<Partial<Record<Capability, CapabilityView>>> =>
  Object.fromEntries(
    CAPABILITIES.filter((capability) => isOffered(capability, state.partyKind)).map((capability) => [
      capability,
      capabilityView(state, capability),
    ]),
  );

const errorOf = ({ errors }: VerificationState, item: Item): readonly ItemError[] => {
  const code = errors[item];
  return code === undefined ? [] : [{ item, code }];
};

/** A capability that is first wanted after a rejection stays closed for the reason of that rejection. */
const rejectionOf = ({ disabledReasons }: VerificationState): DisabledReason =>
  Object.values(disabledReasons).find((reason) => reason.startsWith('rejected.')) ?? 'rejected.other';

const reasonOf = (state: VerificationState, due: readonly Item[], pending: readonly Item[]): DisabledReason | undefined => {
  if (state.status === 'rejected') return rejectionOf(state);
  if (pending.length > 0) return state.status === 'pending' ? 'under_review' : 'requirements.pending_verification';
  return due.length > 0 ? 'requirements.past_due' : undefined;
};
