import type { Command, Decider, DomainEvent, StorageContract } from '@guildhall/kernel';
import { fail } from '../identity.errors.js';

export type BootstrapEvent = DomainEvent<'FirstOperatorsNamed', { accountIds: readonly [string, string] }>;
export type BootstrapCommand = Command<'NameFirstOperators', { accountIds: readonly [string, string] }>;

/** Stream `identity.bootstrap-platform`: the one use of the one-time secret. */
export const bootstrapStorage = {
  category: 'identity.bootstrap',
  schemaVersions: { FirstOperatorsNamed: 1 },
} as const satisfies StorageContract<BootstrapEvent>;

/** Key of the one stream. */
export const PLATFORM = 'platform';

/** The secret is dead after its first use: a platform has operators from then on, and they name the others. */
export const bootstrapDecider: Decider<BootstrapCommand, BootstrapEvent, 'open' | 'used'> = {
  initialState: () => 'open',
  decide({ data }, state) {
    if (state === 'used') throw fail('IDENTITY.BOOTSTRAP_USED', 'The first operators were named before');
    return [{ type: 'FirstOperatorsNamed', data }];
  },
  evolve: () => 'used',
};
