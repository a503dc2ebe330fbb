import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ModelledGroup } from './group-model.factory.js';
import { rulesOf } from './group.factory.js';
import type { NackAction } from './message.js';
import { STRATEGY_NAMES } from './strategies.js';

type Step = (model: ModelledGroup) => void;

const consumerId = fc.integer({ min: 1, max: 4 });
const answers = fc.constantFrom<'ack' | NackAction>('ack', 'ack', 'ack', 'retry', 'unknown', 'park', 'skip', 'stop');

const join =
  (id: number, size: number): Step =>
  (model) => {
    if (!model.consumers.has(id)) model.join(id, size);
  };
/** Answers one of the messages that are out, or one that is not. */
const answer =
  (index: number, kind: 'ack' | NackAction): Step =>
  (model) => {
    const out = model.out();
    model.answer(out.length === 0 ? 'e0' : (out[index % out.length] ?? 'e0'), kind);
  };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: 1, max: 6 }).map(
    (count): Step =>
      (model) =>
        model.give(count),
  ),
  fc.tuple(consumerId, fc.integer({ min: 1, max: 5 })).map(([id, size]) => join(id, size)),
  consumerId.map(
    (id): Step =>
      (model) =>
        model.leave(id),
  ),
  consumerId.map(
    (id): Step =>
      (model) =>
        model.pause(id),
  ),
  consumerId.map(
    (id): Step =>
      (model) =>
        model.resume(id),
  ),
  fc.tuple(fc.nat({ max: 20 }), answers).map(([index, kind]) => answer(index, kind)),
  fc.tuple(fc.nat({ max: 20 }), answers).map(([index, kind]) => answer(index, kind)),
  fc.integer({ min: 1, max: 60 }).map(
    (milliseconds): Step =>
      (model) =>
        model.pass(milliseconds),
  ),
  fc.boolean().map(
    (written): Step =>
      (model) =>
        model.settleParking(written),
  ),
  fc.boolean().map(
    (written): Step =>
      (model) =>
        model.checkpoint(written),
  ),
);

const rules = fc
  .record({
    strategy: fc.constantFrom(...STRATEGY_NAMES),
    messageTimeoutMs: fc.constantFrom(0, 50, 100),
    maxRetryCount: fc.integer({ min: 0, max: 3 }),
    maxSubscriberCount: fc.constantFrom(0, 2),
    checkPointAfterMs: fc.constantFrom(0, 40),
    minCheckPointCount: fc.integer({ min: 0, max: 4 }),
    maxCheckPointCount: fc.integer({ min: 1, max: 8 }),
  })
  .map((some) => rulesOf(some));

/** A consumer that handles everything comes last. */
function finish(model: ModelledGroup): void {
  for (const id of [...model.consumers.keys()]) model.leave(id);
  model.join(99, 1_000);
  for (let round = 0; round < 1_000 && model.fates.some(({ state }) => state !== 'handled'); round += 1) {
    while (model.parking.length > 0) model.settleParking(true);
    for (const id of model.out()) model.answer(id, 'ack');
  }
}

describe('A group, whatever happens in whatever order,', () => {
  it('keeps to the account of its messages, and handles each of them in the end', () => {
    fc.assert(
      fc.property(rules, fc.array(step, { maxLength: 120, size: 'max' }), (some, steps) => {
        const model = new ModelledGroup(some);
        for (const take of steps) {
          take(model);
          model.verify();
        }
        finish(model);
        model.verify();
        expect(model.fates.every(({ state, deliveries }) => state === 'handled' && deliveries > 0)).toBe(true);
        expect(model.group.progress.place).toBe(model.fates.length - 1);
      }),
      { numRuns: 150 },
    );
  });
});
