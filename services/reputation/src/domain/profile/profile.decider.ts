import {
  later,
  type Command,
  type Decider,
  type DomainEvent,
  type Instant,
  type Money,
  type StorageContract,
} from '@guildhall/kernel';
import policy from '../policies/score-v1.json' with { type: 'json' };
import { scoreOf, type Contribution, type Evidence } from '../score/score.js';

type Side = 'client' | 'freelancer';
type Key = { partyId: string; side: Side; roleId: string };

export type ProfileEvent =
  | DomainEvent<'EvidenceTaken', Key & { evidence: Evidence }>
  /** The value of a contract changed: the weight of its evidence follows. */
  | DomainEvent<'EvidenceRevalued', Key & { contractId: string; value: Money; at: Instant; factIds: readonly string[] }>
  | DomainEvent<
      'ScoreRecomputed',
      Key & {
        headline?: number;
        mean?: number;
        interval?: { low: number; high: number; level: number };
        n: number;
        clients: number;
        scoreVersion: string;
        asOf: Instant;
        alpha: string;
        beta: string;
        alpha0: string;
        beta0: string;
        contributions: readonly Contribution[];
      }
    >;

export type ProfileCommand =
  | Command<'TakeEvidence', Key & { evidence: Omit<Evidence, 'value'> }>
  | Command<'RevalueContract', Key & { contractId: string; value: Money; at: Instant; factIds: readonly string[] }>;

type Bucket = Readonly<{ evidence: Readonly<Record<string, Evidence>>; asOf: Instant }>;
export type ProfileState = Readonly<{
  buckets: Readonly<Record<string, Bucket>>;
  values: Readonly<Record<string, Readonly<{ value: Money; factIds: readonly string[] }>>>;
}>;

/** Stream `reputation.profile-<partyId>`: evidence and every published score. */
export const profileStorage = {
  category: 'reputation.profile',
  schemaVersions: { EvidenceTaken: 1, EvidenceRevalued: 1, ScoreRecomputed: 1 },
} as const satisfies StorageContract<ProfileEvent>;

const keyOf = ({ side, roleId }: Key): string => `${side}|${roleId}`;
const NOTHING: Bucket = { evidence: {}, asOf: '' };
/** Before its contract's money is known an item weighs as one of no value. */
const NO_VALUE: Money = { amount: '0', currency: 'USD' };

const latest = (a: Instant, b: Instant): Instant => (a === '' ? b : later(a, b));

const evolve = (state: ProfileState, event: ProfileEvent): ProfileState => {
  const { type, data } = event;
  const key = keyOf(data);
  const bucket = state.buckets[key] ?? NOTHING;
  switch (type) {
    case 'EvidenceTaken': {
      const { evidence } = data;
      const next = { evidence: { ...bucket.evidence, [evidence.evidenceId]: evidence }, asOf: latest(bucket.asOf, evidence.at) };
      return { ...state, buckets: { ...state.buckets, [key]: next } };
    }
    case 'EvidenceRevalued': {
      const { contractId, value, factIds, at } = data;
      const evidence = Object.fromEntries(
        Object.entries(bucket.evidence).map(([id, item]) => [id, item.contractId === contractId ? { ...item, value } : item]),
      );
      const touched = Object.values(bucket.evidence).some((item) => item.contractId === contractId);
      const next = { evidence, asOf: touched ? latest(bucket.asOf, at) : bucket.asOf };
      return {
        buckets: { ...state.buckets, [key]: next },
        values: { ...state.values, [`${key}|${contractId}`]: { value, factIds } },
      };
    }
    case 'ScoreRecomputed':
      return state;
  }
};

/**
 * The score after an event, with its own instant: the latest of its evidence, so that any order of arrival gives the same score.
 * A score of no evidence is not told.
 */
const recomputed = (state: ProfileState, who: Key): readonly ProfileEvent[] => {
  const bucket = state.buckets[keyOf(who)] ?? NOTHING;
  const items = Object.values(bucket.evidence);
  if (items.length === 0) return [];
  const { status: _status, ...score } = scoreOf(items, bucket.asOf);
  return [{ type: 'ScoreRecomputed', data: { ...who, ...score, scoreVersion: policy.version, asOf: bucket.asOf } }];
};

export const profileDecider: Decider<ProfileCommand, ProfileEvent, ProfileState> = {
  initialState: () => ({ buckets: {}, values: {} }),
  decide({ type, data }, state) {
    const { partyId, side, roleId } = data;
    const who: Key = { partyId, side, roleId };
    switch (type) {
      case 'TakeEvidence': {
        if (state.buckets[keyOf(who)]?.evidence[data.evidence.evidenceId]) return [];
        const known = state.values[`${keyOf(who)}|${data.evidence.contractId}`];
        const evidence: Evidence = { ...data.evidence, value: known?.value ?? NO_VALUE };
        const taken: ProfileEvent = { type: 'EvidenceTaken', data: { ...who, evidence } };
        return [taken, ...recomputed(evolve(state, taken), who)];
      }
      case 'RevalueContract': {
        const { contractId, value, at, factIds } = data;
        const revalued: ProfileEvent = { type: 'EvidenceRevalued', data: { ...who, contractId, value, at, factIds } };
        const after = evolve(state, revalued);
        const touched = Object.values(state.buckets[keyOf(who)]?.evidence ?? {}).some((item) => item.contractId === contractId);
        return touched ? [revalued, ...recomputed(after, who)] : [revalued];
      }
    }
  },
  evolve,
};
