import { describe, expect, it } from '@jest/globals';
import { missingSamples, type GoldenSample } from '@guildhall/testing';
import {
  eligibleOf,
  poolDecider,
  poolStorage,
  type CaseRole,
  type PoolCommand,
  type PoolEvent,
  type Suitability,
} from './mediators.decider.js';
import samples from './samples/mediators.v1.json' with { type: 'json' };

const stateOf = (events: readonly PoolEvent[]) =>
  events.reduce((state, event) => poolDecider.evolve(state, event), poolDecider.initialState());
const after = (...commands: readonly PoolCommand[]): readonly PoolEvent[] =>
  commands.reduce<readonly PoolEvent[]>((events, command) => [...events, ...poolDecider.decide(command, stateOf(events))], []);
const last = (...commands: readonly PoolCommand[]): PoolEvent | undefined => {
  const before = after(...commands.slice(0, -1));
  const command = commands.at(-1);
  return command && poolDecider.decide(command, stateOf(before)).at(0);
};
const enters = (accountId: string, sourceRevision = '1'): PoolCommand => ({
  type: 'NoteMediator',
  data: { accountId, sourceRevision },
});
const leaves = (accountId: string, sourceRevision = '2'): PoolCommand => ({
  type: 'NoteMediatorGone',
  data: { accountId, sourceRevision, reasonCode: 'own_wish' },
});
const arbitrates = (accountId: string, sourceRevision = '1'): PoolCommand => ({
  type: 'NoteArbitration',
  data: { accountId, sourceRevision },
});
const suits = (accountId: string, change: Partial<Suitability> = {}): Suitability => ({
  accountId,
  history: 'none',
  sharedLanguages: 0,
  ...change,
});
const assign = (disputeId: string, as: CaseRole, people: readonly Suitability[], mediatorAccountId = ''): PoolCommand => ({
  type: 'AssignCase',
  data: { disputeId, as, suitabilities: people, mediatorAccountId },
});
const [A, B, C] = ['a', 'b', 'c'].map((id) => suits(id)) as [Suitability, Suitability, Suitability];

describe('The pool of mediators', () => {
  it('gives a case to the least loaded', () => {
    const first = assign('d1', 'mediator', [A, B]);
    expect(last(enters('a'), enters('b'), first)).toMatchObject({ data: { accountId: 'a' } });
    expect(last(enters('a'), enters('b'), first, assign('d2', 'mediator', [A, B]))).toMatchObject({ data: { accountId: 'b' } });
    expect(
      last(enters('a'), enters('b'), first, { type: 'EndCase', data: { disputeId: 'd1' } }, assign('d2', 'mediator', [A, B])),
    ).toMatchObject({
      data: { accountId: 'a' },
    });
  });

  it('prefers who speaks the languages of the parties, and says why', () => {
    const people = [A, suits('b', { sharedLanguages: 2 })];
    expect(last(enters('a'), enters('b'), assign('d', 'mediator', people))).toMatchObject({
      data: { accountId: 'b', reasonCodes: ['no_shared_history', 'language_match', 'least_load'] },
    });
  });

  it('keeps arbitrators free for rulings while others can mediate', () => {
    const people = [enters('a'), enters('b'), arbitrates('a')];
    expect(last(...people, assign('d', 'mediator', [A, B]))).toMatchObject({ data: { accountId: 'b' } });
    expect(last(enters('a'), arbitrates('a'), assign('d', 'mediator', [A]))).toMatchObject({ data: { accountId: 'a' } });
  });

  it('never gives a case to who shares history', () => {
    const people = [suits('a', { history: 'shared' })];
    expect(last(enters('a'), assign('d', 'mediator', people))).toMatchObject({ type: 'CaseWaits' });
  });

  it('names an arbitrator with the capability who is not the mediator', () => {
    const people = [enters('a'), enters('b'), enters('c'), arbitrates('b'), arbitrates('c')];
    expect(last(...people, assign('d', 'arbitrator', [A, B, C], 'b'))).toMatchObject({ data: { accountId: 'c' } });
    expect(last(enters('b'), arbitrates('b'), assign('d', 'arbitrator', [B], 'b'))).toMatchObject({ type: 'CaseWaits' });
  });

  it('tells who comes what waits, and whose cases are left when somebody goes', () => {
    const waiting = [{ disputeId: 'd', as: 'mediator' }];
    expect(last(assign('d', 'mediator', []), enters('a'))).toMatchObject({ type: 'MediatorEntered', data: { waiting } });
    const taken = [enters('a'), assign('d', 'mediator', [A])];
    expect(last(...taken, leaves('a'))).toMatchObject({ type: 'MediatorLeft', data: { cases: waiting } });
    const closed = { accountId: 'a', reasonCode: 'account_closed' };
    expect(last(...taken, { type: 'NoteMediatorClosed', data: closed })).toMatchObject({
      type: 'MediatorLeft',
      data: { cases: waiting },
    });
  });

  it('takes only rulings from who may no longer arbitrate', () => {
    const people = [enters('a'), arbitrates('a'), assign('d1', 'mediator', [A]), assign('d2', 'arbitrator', [A])];
    const gone = { type: 'NoteArbitrationGone', data: { accountId: 'a', sourceRevision: '2' } } as const;
    expect(last(...people, gone)).toMatchObject({ data: { cases: [{ disputeId: 'd2', as: 'arbitrator' }] } });
  });

  it('only notes conditions that are older than what it knows', () => {
    expect(last(enters('a', '5'), leaves('a', '4'))).toBeUndefined();
    expect(
      last(arbitrates('a', '5'), { type: 'NoteArbitrationGone', data: { accountId: 'a', sourceRevision: '5' } }),
    ).toBeUndefined();
    expect(eligibleOf(stateOf(after(enters('a', '1'), leaves('a', '2'), enters('b'))))).toEqual(['b']);
  });

  it('answers a repeat with the same person', () =>
    expect(last(enters('a'), enters('b'), assign('d', 'mediator', [A, B]), assign('d', 'mediator', [A, B]))).toBeUndefined());

  it('keeps a sample of every event version', () =>
    expect(missingSamples(poolStorage, samples as readonly GoldenSample[])).toEqual([]));
});
