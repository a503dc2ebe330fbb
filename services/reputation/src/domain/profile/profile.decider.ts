import { isBefore, later, type Command, type Decider, type Instant, type Money } from '@guildhall/kernel';
import policy from '../policies/score-v1.json' with { type: 'json' };
import type { Evidence } from '../score/evidence.js';
import { scoreOf } from '../score/score.js';
import type { ProfileEvent, PublishedScore, ScoreKey, TakenEvidence, Worth } from './profile.events.js';

/** What processes bring to a profile; nothing of it is ever refused. */
export type ProfileCommand =
  | Command<'TakeEvidence', ScoreKey & { evidence: TakenEvidence }>
  | Command<'RevalueContract', ScoreKey & { worth: Worth }>
  | Command<'FreezeProfile', { partyId: string; at: Instant }>;

type Bucket = Readonly<{
  key: ScoreKey;
  evidence: Readonly<Record<string, TakenEvidence>>;
  worths: Readonly<Record<string, Worth>>;
  score: PublishedScore | null;
}>;
/** One bucket for each side and kind of work. */
export type ProfileState = Readonly<{ buckets: Readonly<Record<string, Bucket>>; frozenAt: Instant | null }>;

/** Before its contract's money is known an item weighs as one of no value. */
const NO_VALUE: Money = { amount: '0', currency: 'USD' };

const bucketId = ({ side, roleId }: ScoreKey): string => `${side}|${roleId}`;
const keyOf = ({ partyId, side, roleId }: ScoreKey): ScoreKey => ({ partyId, side, roleId });
const bucketOf = (state: ProfileState, key: ScoreKey): Bucket =>
  state.buckets[bucketId(key)] ?? { key: keyOf(key), evidence: {}, worths: {}, score: null };
const withBucket = (state: ProfileState, key: ScoreKey, change: Partial<Bucket>): ProfileState => ({
  ...state,
  buckets: { ...state.buckets, [bucketId(key)]: { ...bucketOf(state, key), ...change } },
});

const evolve = (state: ProfileState, { type, data }: ProfileEvent): ProfileState => {
  switch (type) {
    case 'EvidenceTaken': {
      const { evidence } = bucketOf(state, data);
      return withBucket(state, data, { evidence: { ...evidence, [data.evidence.evidenceId]: data.evidence } });
    }
    case 'ContractRevalued': {
      const { worths } = bucketOf(state, data);
      return withBucket(state, data, { worths: { ...worths, [data.worth.contractId]: data.worth } });
    }
    case 'ProfileFrozen':
      return { ...state, frozenAt: data.at };
    case 'ScoreRecomputed': {
      const { partyId: _, side: __, roleId: ___, ...score } = data;
      return withBucket(state, data, { score });
    }
  }
};

/** A closed account's profile stands as it was: what came about later is named and not counted. */
const exclusionOf = (item: TakenEvidence, worth: Worth | undefined, frozenAt: Instant | null): string | undefined =>
  frozenAt !== null && isBefore(frozenAt, item.at) ? 'account_closed' : worth?.excludedBy;

const countable = (item: TakenEvidence, worth: Worth | undefined, frozenAt: Instant | null): Evidence => {
  const { amount, weighing: _, factIds: __, ...evidence } = item;
  const excludedBy = exclusionOf(item, worth, frozenAt);
  return { ...evidence, value: amount ?? worth?.value ?? NO_VALUE, ...(excludedBy === undefined ? {} : { excludedBy }) };
};

/**
 * The score of a bucket with its own instant, the latest of all that counts in it. Both depend on what is known alone, never on the
 * order in which evidence, money and trust arrived.
 */
const scoreIn = ({ evidence, worths }: Bucket, frozenAt: Instant | null): PublishedScore | null => {
  const items = Object.values(evidence);
  const instants = items
    .flatMap(({ at, contractId, credibility }) => [at, worths[contractId]?.at, credibility.since])
    .filter((instant) => instant !== undefined)
    .filter((instant) => frozenAt === null || !isBefore(frozenAt, instant));
  const [first, ...others] = instants;
  if (first === undefined) return null;
  const asOf = others.reduce(later, first);
  const counted = items.map((item) => countable(item, worths[item.contractId], frozenAt));
  return { ...scoreOf(counted, asOf), scoreVersion: policy.version, asOf };
};

/** The event and the score after it, where that is another one. */
const withScores = (state: ProfileState, event: ProfileEvent): readonly ProfileEvent[] => {
  const after = evolve(state, event);
  const changed = Object.values(after.buckets).flatMap((bucket): readonly ProfileEvent[] => {
    const score = scoreIn(bucket, after.frozenAt);
    if (!score || JSON.stringify(score) === JSON.stringify(bucket.score)) return [];
    return [{ type: 'ScoreRecomputed', data: { ...bucket.key, ...score } }];
  });
  return [event, ...changed];
};

/** What a party's past work shows, for each side and kind of work. */
export const profileDecider: Decider<ProfileCommand, ProfileEvent, ProfileState> = {
  initialState: () => ({ buckets: {}, frozenAt: null }),
  decide({ type, data }, state) {
    switch (type) {
      case 'TakeEvidence': {
        const { evidence } = data;
        const known = bucketOf(state, data).evidence[evidence.evidenceId];
        if (known && known.weighing >= evidence.weighing) return [];
        return withScores(state, { type: 'EvidenceTaken', data: { ...keyOf(data), evidence } });
      }
      case 'RevalueContract': {
        const { worth } = data;
        const known = bucketOf(state, data).worths[worth.contractId];
        if (known && known.valuation >= worth.valuation) return [];
        return withScores(state, { type: 'ContractRevalued', data: { ...keyOf(data), worth } });
      }
      case 'FreezeProfile':
        return state.frozenAt === null ? withScores(state, { type: 'ProfileFrozen', data }) : [];
    }
  },
  evolve,
};
