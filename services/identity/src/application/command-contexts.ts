import type { CommandContext } from '@guildhall/event-sourcing';
import { deriveId } from '@guildhall/kernel';

/** The context of a further step of one request: an id of its own, so that each step is found again by a repeat. */
export const stepOf = (context: CommandContext, step: string): CommandContext => ({
  ...context,
  commandId: deriveId(context.commandId, step),
  causationId: context.commandId,
});

/** A request without a token that proved to be this account's: by its password, or by being its sign-up. */
export const actingAs = (context: CommandContext, accountId: string): CommandContext => ({
  ...context,
  actor: { kind: 'account', id: accountId, onBehalfOf: accountId },
});
