import { describe, expect, it } from '@jest/globals';
import type { Command, DomainEvent, InputFrame } from '@guildhall/kernel';
import fc from 'fast-check';
import { contractDecider, type ContractCommand } from '../../domain/contract/contract.decider.js';
import {
  CLIENT,
  day,
  ending,
  FREELANCER,
  payment,
  refund,
  ROLE,
  ruling,
  signing,
} from '../../domain/contract/contract.factory.js';
import { partyDecider } from '../../domain/party/party.decider.js';
import { profileDecider } from '../../domain/profile/profile.decider.js';
import type { ProfileEvent } from '../../domain/profile/profile.events.js';
import type { Side } from '../../domain/score/evidence.js';
import { evidence } from './evidence.process.js';

type Stream = { decider: { initialState(): unknown; decide: unknown; evolve: unknown }; key: string };
type Decide = (command: Command, state: unknown) => readonly DomainEvent[];
type Evolve = (state: unknown, event: DomainEvent) => unknown;

const streamOf = ({ type, data }: Command): Stream => {
  const { partyId = '', contractId = '' } = data as { partyId?: string; contractId?: string };
  if (['TakeEvidence', 'RevalueContract', 'FreezeProfile'].includes(type))
    return { decider: profileDecider, key: `profile-${partyId}` };
  return partyId === ''
    ? { decider: contractDecider, key: `contract-${contractId}` }
    : { decider: partyDecider, key: `party-${partyId}` };
};

/** Reputation without its infrastructure: commands, the events they make, and what the reaction orders because of them. */
class World {
  private readonly states = new Map<string, unknown>();
  readonly scores: Record<string, object> = {};

  take(command: Command): void {
    const { decider, key } = streamOf(command);
    const before = this.states.get(key) ?? decider.initialState();
    const events = (decider.decide as Decide)(command, before);
    this.states.set(key, events.reduce(decider.evolve as Evolve, before));
    for (const event of events) this.happened(event);
  }

  happened(event: DomainEvent): void {
    if (event.type === 'ScoreRecomputed') {
      const { partyId, side } = event.data as Extract<ProfileEvent, { type: 'ScoreRecomputed' }>['data'];
      this.scores[`${partyId}|${side}`] = event.data;
    }
    const frame: InputFrame = { id: `event-${event.type}`, streamKey: '', occurredAt: '', revision: '0', policyRefs: {} };
    for (const { command } of evidence.react(event as never, frame) ?? []) this.take(command);
  }
}

type Happening = Readonly<{ kind: 'command'; command: Command } | { kind: 'event'; event: DomainEvent }>;
const told = (command: ContractCommand | Command): Happening => ({ kind: 'command', command });
const published = (contractId: string, side: Side, author: string, subject: string, rating: number, of: number): Happening => {
  const names = side === 'client' ? ['quality', 'skill'] : ['clarity', 'pay_speed'];
  const ids = {
    reviewId: `${contractId}-${side}`,
    contractId,
    side,
    authorPartyId: author,
    subjectPartyId: subject,
    roleId: ROLE,
  };
  const dimensions = names.map((name) => ({ name, rating }));
  return { kind: 'event', event: { type: 'ReviewPublished', data: { ...ids, dimensions, revealedAt: day(of) } } };
};
const validated = (partyId: string, of: number): Happening =>
  told({
    type: 'NotePayerValidation',
    data: { partyId, told: { instrumentId: 'i', method: 'card', country: 'AT', checkKind: 'c', validatedAt: day(of) } },
  });

const scoresAfter = (happenings: readonly Happening[]) => {
  const world = new World();
  for (const one of happenings) {
    if (one.kind === 'command') world.take(one.command);
    else world.happened(one.event);
  }
  return world.scores;
};

const others = ['c1', 'c2', 'c3'];
const history: readonly Happening[] = [
  ...[signing(), payment('600.00'), refund('150.00', 'released'), ruling(0.4), ending()].map(told),
  published('29dc703c-94d4-5e5b-80dd-d81a22148c6f', 'client', CLIENT, FREELANCER, 4, 24),
  published('29dc703c-94d4-5e5b-80dd-d81a22148c6f', 'freelancer', FREELANCER, CLIENT, 5, 24),
  validated(CLIENT, 1),
  ...others.flatMap((client, index) => [
    told(signing(day(1), { contractId: `of-${client}`, clientPartyId: client, freelancerPartyId: FREELANCER })),
    published(`of-${client}`, 'client', client, FREELANCER, index + 3, 25 + index),
    validated(client, 2 + index),
  ]),
  published('elsewhere', 'client', CLIENT, 'somebody', 1, 20),
];

describe('What counts', () => {
  it('comes to equal scores of all parties in any order in which facts and reviews arrive', () => {
    const expected = scoresAfter(history);
    expect(expected[`${FREELANCER}|freelancer`]).toMatchObject({ n: 5, clients: 4, asOf: day(27), headline: expect.any(Number) });
    expect(expected[`${CLIENT}|client`]).toMatchObject({ n: 2, clients: 1 });
    fc.assert(
      fc.property(fc.shuffledSubarray([...history], { minLength: history.length }), (order) => {
        expect(scoresAfter(order)).toEqual(expected);
      }),
    );
  });
  it('leaves the score of a subject as it is when another contract is opened, paid or disputed elsewhere', () => {
    const before = scoresAfter(history)[`${FREELANCER}|freelancer`];
    const elsewhere = told(signing(day(2), { contractId: 'new', clientPartyId: 'c9', freelancerPartyId: FREELANCER }));
    expect(scoresAfter([...history, elsewhere])[`${FREELANCER}|freelancer`]).toEqual(before);
  });
});
