import { describe, expect, it } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { send } from '@guildhall/kernel';
import { processSpecFor } from '@guildhall/testing';
import * as f from '../../domain/dispute/dispute.factory.js';
import { splitExecution } from './split-execution.process.js';

type Input = Parameters<typeof splitExecution.evolve>[1];
const given = processSpecFor(splitExecution);
const ordered = f.history(...f.executing).at(-1) as Extract<Input, { type: 'SplitOrdered' }>;
const { splitId } = ordered.data;
const done = { type: FACT.MilestoneSplitExecuted, data: { splitId } } as Input;
const refused = {
  type: FACT.InstructionRefused,
  data: { instructionId: splitId, kind: 'split', reasonCode: 'exceeds_held' },
} as Input;
const at = '2026-03-02T09:00:00.000Z';
const frame = { id: 'i', streamKey: 'c', occurredAt: at, revision: '0', policyRefs: {} };
const told = send('tell', { type: 'NoteExecution', data: { disputeId: f.ID, splitId, at } });

describe('The execution of a split', () => {
  it('waits for its proof', () => {
    given().when(ordered).thenNothing();
    given(ordered).when(done).then(told);
  });
  it('takes a proof that overtook the order', () => {
    given().when(done).thenNothing();
    given(done).when(ordered).then(told);
  });
  it('is blocked by a refusal, with its reason', () =>
    given(ordered)
      .when(refused)
      .then(send('tell', { type: 'BlockExecution', data: { disputeId: f.ID, splitId, reasonCode: 'exceeds_held', at } })));
  it('is one process a split, and none for other instructions', () => {
    expect(splitExecution.correlate(ordered, frame)).toBe(splitId);
    expect(splitExecution.correlate(done, frame)).toBe(splitId);
    expect(splitExecution.correlate(refused, frame)).toBe(splitId);
    const release = {
      type: FACT.InstructionRefused,
      data: { instructionId: 'r', kind: 'release', reasonCode: 'frozen' },
    } as Input;
    expect(splitExecution.correlate(release, frame)).toBeNull();
    expect(splitExecution.correlate(f.history(f.open())[0] as unknown as Input, frame)).toBeNull();
  });
  it('hands a refused command to the operators', () =>
    given(ordered)
      .when({ type: 'CommandRefused', data: { splitId, step: 'tell', code: 'X' } })
      .then({ kind: 'escalate', code: 'X' }));
});
