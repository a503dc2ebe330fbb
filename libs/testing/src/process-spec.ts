import { expect } from '@jest/globals';
import type { InputFrame, ProcessInput, ProcessManager, ProcessOutput } from '@guildhall/kernel';

const frameOf = (index: number, frame: Partial<InputFrame>): InputFrame => ({
  id: `input-${index}`,
  streamKey: 'key',
  occurredAt: '2026-03-02T09:00:00.000Z',
  revision: String(index),
  policyRefs: {},
  ...frame,
});

type Given<I> = I | readonly [I, Partial<InputFrame>];

/** Given inputs already taken, when another one comes, then these outputs. An input may bring its own frame as a pair. */
export const processSpecFor =
  <I extends ProcessInput, S>(manager: ProcessManager<I, S>) =>
  (...inputs: readonly Given<I>[]) => {
    const framed = (given: Given<I>, index: number): readonly [I, InputFrame] =>
      Array.isArray(given) ? [given[0] as I, frameOf(index, given[1] as Partial<InputFrame>)] : [given as I, frameOf(index, {})];
    const before = inputs
      .map(framed)
      .reduce((state, [input, frame]) => manager.evolve(state, input, frame), manager.initialState());
    return {
      when: (given: Given<I>) => {
        const [input, frame] = framed(given, inputs.length);
        const state = manager.evolve(before, input, frame);
        const outputs = manager.react(input, state, frame);
        return {
          outputs,
          state,
          then: (...expected: readonly ProcessOutput[]) => expect(outputs).toEqual(expected),
          thenNothing: () => expect(outputs).toEqual([]),
        };
      },
    };
  };
