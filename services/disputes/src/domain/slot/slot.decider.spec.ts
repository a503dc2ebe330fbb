import { describe, it } from '@jest/globals';
import { missingSamples, specFor, type GoldenSample } from '@guildhall/testing';
import { expect } from '@jest/globals';
import samples from './samples/slot.v1.json' with { type: 'json' };
import { slotDecider, slotStorage, type SlotCommand, type SlotEvent } from './slot.decider.js';

const given = specFor(slotDecider);
const milestoneId = 'm';
const taken = (disputeId: string): SlotEvent => ({
  type: 'SlotTaken',
  data: { milestoneId, disputeId, takenAt: '2026-03-02T09:00:00.000Z' },
});
const freed = (disputeId: string): SlotEvent => ({ type: 'SlotFreed', data: { milestoneId, disputeId } });
const take = (disputeId: string, at = '2026-03-02T09:00:00.000Z', abandoned: string | null = null): SlotCommand => ({
  type: 'TakeSlot',
  data: { milestoneId, disputeId, abandoned, at },
});
const free = (disputeId: string): SlotCommand => ({ type: 'FreeSlot', data: { milestoneId, disputeId } });

describe('The slot of a milestone', () => {
  it('goes to the first who takes it', () => given().when(take('a')).then(taken('a')));
  it('is not taken twice', () => given(taken('a')).when(take('b')).thenFails('DISPUTES.ALREADY_OPEN'));
  it('meets a repeat of its holder', () => given(taken('a')).when(take('a')).thenNothingHappens());
  it('is free again after closing', () => given(taken('a'), freed('a')).when(take('b')).then(taken('b')));
  it('is freed by its holder only', () => given(taken('a')).when(free('b')).thenNothingHappens());
  it('is freed by its holder', () => given(taken('a')).when(free('a')).then(freed('a')));
  it('stays with a holder without a dispute for ten minutes', () =>
    given(taken('a'))
      .when(take('b', '2026-03-02T09:09:59.999Z', 'a'))
      .thenFails('DISPUTES.ALREADY_OPEN'));
  it('may be taken over after ten minutes', () =>
    given(taken('a'))
      .when(take('b', '2026-03-02T09:10:00.000Z', 'a'))
      .then({ type: 'SlotTaken', data: { milestoneId, disputeId: 'b', takenAt: '2026-03-02T09:10:00.000Z' } }));
  it('is never taken over from a dispute that exists', () =>
    given(taken('a')).when(take('b', '2026-04-02T09:00:00.000Z')).thenFails('DISPUTES.ALREADY_OPEN'));
  it('is not taken over by who looked at an earlier holder', () =>
    given(taken('a'))
      .when(take('b', '2026-04-02T09:00:00.000Z', 'c'))
      .thenFails('DISPUTES.ALREADY_OPEN'));
  it('keeps a sample of every event version', () =>
    expect(missingSamples(slotStorage, samples as readonly GoldenSample[])).toEqual([]));
});
