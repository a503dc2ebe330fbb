import { describe, expect, it } from '@jest/globals';
import { cancelTimer, startTimer, type ProcessManager } from '@guildhall/kernel';
import type { Incoming } from './process-types.js';
import { decideInput, evolveInstance, newInstance } from './process-instance.js';

type Input = Readonly<{ type: 'Started' | 'Stopped'; data: Readonly<{ key: string }> }>;

/** Stops its clock on every turn, as managers do that do not want to know whether it runs. */
const alarm: ProcessManager<Input, null> = {
  name: 'alarm',
  from: ['spec.alarm'],
  correlate: ({ data }) => data.key,
  initialState: () => null,
  evolve: () => null,
  react: ({ type }) =>
    type === 'Started'
      ? [cancelTimer('ring'), startTimer('ring', '2026-03-02T00:00:00.000Z', { key: 'a' })]
      : [cancelTimer('ring')],
};

const incoming = (id: string, type: Input['type']): Incoming => ({
  source: 'event',
  input: { type, data: { key: 'a' } },
  frame: { id, streamKey: 'a', occurredAt: '2026-03-01T00:00:00.000Z', revision: '0', policyRefs: {} },
  origin: { correlationId: 'correlation', causeId: id, region: 'eu', traceparent: undefined },
});

describe('decideInput', () => {
  it('records the cancelling of a timer that pends, and of none that does not', () => {
    const fresh = newInstance(alarm);
    const started = decideInput(alarm, 'a', fresh, incoming('one', 'Started'));
    expect(started.map(({ type }) => type)).toEqual(['InputTaken', 'TimerStarted']);
    const running = started.reduce((instance, event) => evolveInstance(alarm, instance, event), fresh);
    const stopped = decideInput(alarm, 'a', running, incoming('two', 'Stopped'));
    expect(stopped.map(({ type }) => type)).toEqual(['InputTaken', 'TimerCancelled']);
    const idle = stopped.reduce((instance, event) => evolveInstance(alarm, instance, event), running);
    expect(decideInput(alarm, 'a', idle, incoming('three', 'Stopped')).map(({ type }) => type)).toEqual(['InputTaken']);
  });
});
