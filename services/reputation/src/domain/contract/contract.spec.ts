import { describe, expect, it } from '@jest/globals';
import type { EventData } from '@guildhall/kernel';
import fc from 'fast-check';
import { missingSamples } from '@guildhall/testing';
import { contractDecider, type ContractCommand } from './contract.decider.js';
import { contractStorage, type ContractEvent } from './contract.events.js';
import {
  approval, changes, day, ending, lateness, payment, refund, ruling, signing, split, submission, usd,
} from './contract.factory.js'; // prettier-ignore
import samples from './samples/contract-v1.json' with { type: 'json' };

const heard = (...commands: readonly ContractCommand[]): readonly ContractEvent[] => {
  let state = contractDecider.initialState();
  return commands.flatMap((command) => {
    const events = contractDecider.decide(command, state);
    state = events.reduce(contractDecider.evolve, state);
    return events;
  });
};
type Type = ContractEvent['type'];
const lastOf = <T extends Type>(events: readonly ContractEvent[], type: T): EventData<ContractEvent, T> | undefined =>
  events.filter((event) => event.type === type).at(-1)?.data as EventData<ContractEvent, T> | undefined;
const countOf = (events: readonly ContractEvent[], type: Type): number => events.filter((event) => event.type === type).length;

describe('The review window of a contract', () => {
  it.each([
    ['the end', [signing(), payment('600.00'), ending()]],
    ['the payment', [signing(), ending(), payment('600.00')]],
    ['the signing', [payment('600.00'), ending(), signing()]],
    ['a split', [signing(), ending(), split('240.00', '160.00', '400.00')]],
  ])('is due once, with what came last: %s', (_, commands) => {
    const events = heard(...commands);
    expect(events.at(-1)).toMatchObject({ type: 'ReviewsDue', data: { flags: [], endedAt: day(20) } });
    expect(countOf([...events, ...heard(...commands, payment('1.00', 11)).slice(events.length)], 'ReviewsDue')).toBe(1);
  });
  it('needs one dollar net of refunds', () => {
    expect(countOf(heard(signing(), ending(), payment('0.99')), 'ReviewsDue')).toBe(0);
    expect(countOf(heard(signing(), ending(), split('0', '400.00', '400.00')), 'ReviewsDue')).toBe(0);
    expect(countOf(heard(signing(), payment('5.00'), refund('4.50', 'released'), ending()), 'ReviewsDue')).toBe(0);
  });
  it('opens with a flag where all of it went back, and learns of it later', () => {
    expect(lastOf(heard(signing(), payment('5.00'), refund('5.00', 'released'), ending()), 'ReviewsDue')).toMatchObject({
      flags: ['full_refund'],
    });
    const later = heard(signing(), payment('5.00'), ending(), refund('5.00', 'released'), refund('1.00', 'held', 30));
    expect(countOf(later, 'FullRefundKnown')).toBe(1);
  });
});

describe('The value of a contract', () => {
  const valueOf = (...commands: readonly ContractCommand[]) => lastOf(heard(signing(), ...commands), 'ContractValued')?.value;
  it('is what was released less what went back of it', () => {
    expect(valueOf(payment('600.00'), refund('100.00', 'released'))).toEqual(usd('500.00'));
    expect(valueOf(payment('400.00'), refund('200.00', 'held'))).toEqual(usd('400.00'));
  });
  it('counts a split by what it changed for the freelancer', () => {
    expect(valueOf(split('240.00', '160.00', '400.00'))).toEqual(usd('240.00'));
    expect(valueOf(payment('400.00'), split('240.00', '160.00', '0'))).toEqual(usd('240.00'));
    expect(valueOf(payment('300.00'), split('240.00', '160.00', '100.00'))).toEqual(usd('240.00'));
  });
  it('names the rule by which the contract does not count', () =>
    expect(lastOf(heard(ending('R2'), signing()), 'ContractValued')).toMatchObject({
      excludedBy: 'R2',
      at: day(20),
      value: usd('0'),
    }));
});

describe('The conduct of a client', () => {
  it('is how milestones were approved, how fast they were paid, and the share of fault', () => {
    const events = heard(payment('600.00', 10), ruling(0.4), signing(), approval('timer'), submission(8), submission(9, 21));
    expect(lastOf(events, 'ConductKnown')?.conduct).toEqual({
      paid: usd('600.00'),
      milestones: [{ milestoneId: expect.any(String), approvedBy: 'timer', payLatencyHours: 12 }],
      faults: [0.6],
    });
  });
});

describe('What is heard of a contract', () => {
  const facts = [
    signing(), payment('600.00', 10), payment('50.00', 11), refund('100.00', 'released'), refund('30.00', 'held', 13),
    split('240.00', '160.00', '300.00'), submission(8), approval('client'), changes(), lateness(), ending('R1'), ruling(),
  ]; // prettier-ignore
  const told = (events: readonly ContractEvent[]) => {
    const value = { ...lastOf(events, 'ContractValued'), valuation: 'of no interest' };
    const rulings = countOf(events, 'RulingCounted');
    return { value, rulings, conduct: lastOf(events, 'ConductKnown'), due: countOf(events, 'ReviewsDue') };
  };
  it('comes to the same in any order, repeated or not', () =>
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), fc.subarray(facts), (order, again) => {
        expect(told(heard(...order, ...again))).toEqual(told(heard(...facts)));
      }),
    ));
  it('has a recorded sample of every event', () => {
    expect(missingSamples(contractStorage, samples)).toEqual([]);
    const state = (samples as unknown as ContractEvent[]).reduce(contractDecider.evolve, contractDecider.initialState());
    expect(state).toMatchObject({ window: 'due', flagged: 'yes', counted: ['a6aa6923-3269-5da9-a6e1-02ec74ae9ec2'] });
  });
});
