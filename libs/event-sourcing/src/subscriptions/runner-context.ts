import type { CommandContext } from '../commands/command-context.js';

/** Context of what a runner notes for itself (checkpoints, parking): no person asked for it, no region is concerned. */
export const runnerContext = (runner: string, commandId: string, occurredAt: string): CommandContext => ({
  commandId,
  actor: { kind: 'system', id: `runner:${runner}` },
  correlationId: commandId,
  causationId: commandId,
  occurredAt,
  region: 'global',
});
