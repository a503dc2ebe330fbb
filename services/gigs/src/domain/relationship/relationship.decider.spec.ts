import { describe, expect, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import { CLIENT, CONTRACT, FREELANCER, ORDER, usd } from '../situations.factory.js';
import { relationshipDecider, totalOf, type RelationshipCommand, type RelationshipEvent } from './relationship.decider.js';

const on = { clientPartyId: CLIENT, freelancerPartyId: FREELANCER, contractId: CONTRACT, milestoneId: ORDER };
const release = (gross: string, fee: string): RelationshipCommand => ({
  type: 'NoteRelease',
  data: { ...on, gross: usd(gross), fee: usd(fee) },
});
const refund = (amount: string, source: 'held' | 'released'): RelationshipCommand => ({
  type: 'NoteRefund',
  data: { ...on, amount: usd(amount), source },
});
const split = (toFreelancer: string, toClient: string, heldPart: string, fee: string): RelationshipCommand => ({
  type: 'NoteSplit',
  data: { ...on, toFreelancer: usd(toFreelancer), toClient: usd(toClient), heldPart: usd(heldPart), fee: usd(fee) },
});
const totalAfter = (...commands: readonly RelationshipCommand[]): string => {
  const events = commands.reduce<readonly RelationshipEvent[]>(
    (before, command) => [...before, ...specFor(relationshipDecider)(...before).when(command).decided()],
    [],
  ); // prettier-ignore
  return totalOf(specFor(relationshipDecider)(...events).state, 'USD').amount;
};

describe('The total of a relationship', () => {
  it('grows by gross, not by expenses', () => expect(totalAfter(release('60000', '11000'), release('10000', '0'))).toBe('60000'));
  it('falls by a refund of released money, not of held money', () => {
    expect(totalAfter(release('60000', '11000'), refund('30000', 'released'))).toBe('30000');
    expect(totalAfter(release('60000', '11000'), refund('30000', 'held'))).toBe('60000');
  });
  it('is 420 after a ruling of 180 from 600 released', () =>
    expect(totalAfter(release('60000', '11000'), split('12000', '18000', '0', '0'))).toBe('42000'));
  it('takes the client’s share of a split out of the hold first', () => {
    expect(totalAfter(split('24000', '16000', '40000', '4800'))).toBe('24000');
    expect(totalAfter(release('60000', '11000'), split('10000', '50000', '40000', '0'))).toBe('50000');
  });
  it('leaves an expense that is given back alone', () =>
    expect(totalAfter(release('10000', '0'), refund('5000', 'released'))).toBe('0'));
});

describe('The contracts of a relationship', () => {
  const signed: RelationshipCommand = { type: 'NoteContractSigned', data: { ...on, roleId: 'logistics' } };
  const ended: RelationshipCommand = { type: 'NoteContractEnded', data: { ...on, endReason: 'completed' } };
  it('stay ended when their signing comes late', () => {
    const events = specFor(relationshipDecider)().when(ended).decided();
    specFor(relationshipDecider)(...events).when(signed).thenNothingHappens();
  }); // prettier-ignore
});
