import type { Command, Decider, DomainEvent, StorageContract } from '@guildhall/kernel';

export type CaseRole = 'mediator' | 'arbitrator';
export type Case = Readonly<{ disputeId: string; as: CaseRole }>;

/** `cases`: what has to be given to somebody else; `waiting`: what nobody could take so far. */
export type PoolEvent =
  | DomainEvent<'MediatorEntered', { accountId: string; sourceRevision: string; waiting: readonly Case[] }>
  | DomainEvent<'MediatorLeft', { accountId: string; reasonCode: string; sourceRevision: string; cases: readonly Case[] }>
  | DomainEvent<'ArbitrationOpened', { accountId: string; sourceRevision: string; waiting: readonly Case[] }>
  | DomainEvent<'ArbitrationClosed', { accountId: string; sourceRevision: string; cases: readonly Case[] }>
  | DomainEvent<'CaseTaken', Case & { accountId: string; reasonCodes: readonly string[] }>
  | DomainEvent<'CaseWaits', Case & { reasonCode: string }>
  | DomainEvent<'CaseEnded', { disputeId: string }>;

/** Stream `disputes.mediators-<region>`. */
export const poolStorage = {
  category: 'disputes.mediators',
  schemaVersions: {
    MediatorEntered: 1,
    MediatorLeft: 1,
    ArbitrationOpened: 1,
    ArbitrationClosed: 1,
    CaseTaken: 1,
    CaseWaits: 1,
    CaseEnded: 1,
  },
} as const satisfies StorageContract<PoolEvent>;

/** How a mediator stands to one case: conflicts of both sides, and how many sides' languages are spoken. */
export type Suitability = Readonly<{ accountId: string; history: 'none' | 'shared'; sharedLanguages: number }>;

export type PoolCommand =
  | Command<'NoteMediator', { accountId: string; sourceRevision: string }>
  | Command<'NoteMediatorGone', { accountId: string; reasonCode: string; sourceRevision: string }>
  /** The account is closed for good. */
  | Command<'NoteMediatorClosed', { accountId: string; reasonCode: string }>
  | Command<'NoteArbitration', { accountId: string; sourceRevision: string }>
  | Command<'NoteArbitrationGone', { accountId: string; sourceRevision: string }>
  /** `suitabilities`: of all eligible mediators; `mediatorAccountId`: of this case, who may not rule on it. */
  | Command<'AssignCase', Case & { suitabilities: readonly Suitability[]; mediatorAccountId: string }>
  | Command<'EndCase', { disputeId: string }>;

type Person = Readonly<{
  eligible: 'yes' | 'no';
  roleRevision: string;
  arbitrates: 'yes' | 'no';
  arbitrationRevision: string;
  cases: readonly Case[];
}>;
export type PoolState = Readonly<{ people: Readonly<Record<string, Person>>; waiting: readonly Case[] }>;

const NOBODY: Person = { eligible: 'no', roleRevision: '-1', arbitrates: 'no', arbitrationRevision: '-1', cases: [] };
const personOf = ({ people }: PoolState, accountId: string): Person => people[accountId] ?? NOBODY;
const isNewer = (told: string, known: string): boolean => BigInt(told) > BigInt(known);

export const eligibleOf = ({ people }: PoolState): readonly string[] =>
  Object.entries(people)
    .filter(([, { eligible }]) => eligible === 'yes')
    .map(([accountId]) => accountId);

const holderOf = ({ people }: PoolState, { disputeId, as }: Case): string | undefined =>
  Object.entries(people).find(([, { cases }]) => cases.some((one) => one.disputeId === disputeId && one.as === as))?.[0];

type Assign = Extract<PoolCommand, { type: 'AssignCase' }>['data'];

/**
 * Who may take the case, the best first: arbitrators are kept free for rulings, then languages, then load; the id breaks a tie,
 * so that a repeat finds the same person.
 */
const ranked = (state: PoolState, { as, suitabilities, mediatorAccountId }: Assign): readonly Suitability[] => {
  const loadOf = ({ accountId }: Suitability): number => personOf(state, accountId).cases.length;
  const spares = ({ accountId }: Suitability): number =>
    as === 'mediator' && personOf(state, accountId).arbitrates === 'yes' ? 1 : 0;
  return suitabilities
    .filter(({ history, accountId }) => {
      const { eligible, arbitrates } = personOf(state, accountId);
      if (eligible === 'no' || history === 'shared') return false;
      return as === 'mediator' || (arbitrates === 'yes' && accountId !== mediatorAccountId);
    })
    .toSorted(
      (a, b) =>
        spares(a) - spares(b) ||
        b.sharedLanguages - a.sharedLanguages ||
        loadOf(a) - loadOf(b) ||
        (a.accountId < b.accountId ? -1 : 1),
    );
};

const decideAssignment = (state: PoolState, data: Assign): readonly PoolEvent[] => {
  const { disputeId, as } = data;
  const holder = holderOf(state, data);
  if (holder !== undefined && ranked(state, data).some(({ accountId }) => accountId === holder)) return [];
  const [best] = ranked(state, data);
  const waits = state.waiting.some((one) => one.disputeId === disputeId && one.as === as);
  if (!best) return waits ? [] : [{ type: 'CaseWaits', data: { disputeId, as, reasonCode: 'nobody_suitable' } }];
  const language = best.sharedLanguages > 0 ? ['language_match'] : [];
  const training = as === 'arbitrator' ? ['may_arbitrate', 'not_the_mediator'] : [];
  const reasonCodes = ['no_shared_history', ...language, ...training, 'least_load'];
  return [{ type: 'CaseTaken', data: { disputeId, as, accountId: best.accountId, reasonCodes } }];
};

const leaving = (state: PoolState, accountId: string, reasonCode: string, sourceRevision: string): readonly PoolEvent[] => {
  const { cases } = personOf(state, accountId);
  return [{ type: 'MediatorLeft', data: { accountId, reasonCode, sourceRevision, cases } }];
};

/** Mediators and arbitrators of a region, and which cases they have. Conditions keep their source's revision. */
export const poolDecider: Decider<PoolCommand, PoolEvent, PoolState> = {
  initialState: () => ({ people: {}, waiting: [] }),
  decide({ type, data }, state) {
    switch (type) {
      case 'NoteMediator': {
        const { roleRevision } = personOf(state, data.accountId);
        const { waiting } = state;
        return isNewer(data.sourceRevision, roleRevision) ? [{ type: 'MediatorEntered', data: { ...data, waiting } }] : [];
      }
      case 'NoteMediatorGone': {
        const { roleRevision } = personOf(state, data.accountId);
        const { accountId, reasonCode, sourceRevision } = data;
        return isNewer(sourceRevision, roleRevision) ? leaving(state, accountId, reasonCode, sourceRevision) : [];
      }
      case 'NoteMediatorClosed': {
        const { eligible, roleRevision } = personOf(state, data.accountId);
        return eligible === 'yes' ? leaving(state, data.accountId, data.reasonCode, roleRevision) : [];
      }
      case 'NoteArbitration': {
        const { arbitrationRevision } = personOf(state, data.accountId);
        const { waiting } = state;
        return isNewer(data.sourceRevision, arbitrationRevision)
          ? [{ type: 'ArbitrationOpened', data: { ...data, waiting } }]
          : [];
      }
      case 'NoteArbitrationGone': {
        const { arbitrationRevision, cases: all } = personOf(state, data.accountId);
        const cases = all.filter(({ as }) => as === 'arbitrator');
        return isNewer(data.sourceRevision, arbitrationRevision) ? [{ type: 'ArbitrationClosed', data: { ...data, cases } }] : [];
      }
      case 'AssignCase':
        return decideAssignment(state, data);
      case 'EndCase': {
        const { disputeId } = data;
        const known = [...state.waiting, ...Object.values(state.people).flatMap(({ cases }) => cases)];
        return known.some((one) => one.disputeId === disputeId) ? [{ type: 'CaseEnded', data: { disputeId } }] : [];
      }
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'MediatorEntered':
        return withPerson(state, data.accountId, { eligible: 'yes', roleRevision: data.sourceRevision });
      case 'MediatorLeft':
        return withPerson(state, data.accountId, { eligible: 'no', roleRevision: data.sourceRevision, cases: [] });
      case 'ArbitrationOpened':
        return withPerson(state, data.accountId, { arbitrates: 'yes', arbitrationRevision: data.sourceRevision });
      case 'ArbitrationClosed': {
        const cases = personOf(state, data.accountId).cases.filter(({ as }) => as !== 'arbitrator');
        return withPerson(state, data.accountId, { arbitrates: 'no', arbitrationRevision: data.sourceRevision, cases });
      }
      case 'CaseTaken': {
        const { disputeId, as, accountId } = data;
        const freed = without(state, disputeId);
        return withPerson(freed, accountId, { cases: [...personOf(freed, accountId).cases, { disputeId, as }] });
      }
      case 'CaseWaits': {
        const { disputeId, as } = data;
        return { ...state, waiting: [...without(state, disputeId).waiting, { disputeId, as }] };
      }
      case 'CaseEnded':
        return without(state, data.disputeId);
    }
  },
};

const withPerson = (state: PoolState, accountId: string, change: Partial<Person>): PoolState => ({
  ...state,
  people: { ...state.people, [accountId]: { ...personOf(state, accountId), ...change } },
});

/** One person works on a case at a time: a mediator's work ends where the arbitrator's begins. */
const without = ({ people, waiting }: PoolState, disputeId: string): PoolState => ({
  people: Object.fromEntries(
    Object.entries(people).map(([accountId, person]) => [
      accountId,
      { ...person, cases: person.cases.filter((one) => one.disputeId !== disputeId) },
    ]),
  ),
  waiting: waiting.filter((one) => one.disputeId !== disputeId),
});
