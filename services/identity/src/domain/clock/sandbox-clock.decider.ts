import type { Command, Decider, DomainEvent, StorageContract } from '@guildhall/kernel';
import { fail } from '../identity.errors.js';

export type SandboxClockEvent = DomainEvent<'SandboxClockMoved', { offsetMs: number }>;
export type SandboxClockCommand = Command<'MoveSandboxClock', { offsetMs: number }>;

/** Stream `identity.clock-sandbox`: the whole offset of business time, forward only. */
export const sandboxClockStorage = {
  category: 'identity.clock',
  schemaVersions: { SandboxClockMoved: 1 },
} as const satisfies StorageContract<SandboxClockEvent>;

export const sandboxClockDecider: Decider<SandboxClockCommand, SandboxClockEvent, number> = {
  initialState: () => 0,
  decide({ data: { offsetMs } }, offset) {
    if (offsetMs < offset)
      throw fail('IDENTITY.CLOCK_BACKWARDS', `Business time is ${offset} ms ahead and never goes back`, { offsetMs: offset });
    return offsetMs === offset ? [] : [{ type: 'SandboxClockMoved', data: { offsetMs } }];
  },
  evolve: (_offset, { data }) => data.offsetMs,
};
