import type { Command } from '@guildhall/kernel';
import type { CommandContext } from '../commands/command-context.js';

/** Executes one command type of a service's processes; a `DomainError` comes back to the process as `CommandRefused`. */
export type CommandRoute = (command: Command<never, never>, context: CommandContext) => Promise<unknown>;

/** All commands that a service's processes may send, by command type. One instance a service, filled by its module. */
export interface CommandRoutes {
  readonly [commandType: string]: CommandRoute;
}
export const COMMAND_ROUTES = Symbol('COMMAND_ROUTES');
