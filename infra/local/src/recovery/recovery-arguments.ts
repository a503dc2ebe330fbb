import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Obstacle } from '../supervision/obstacle.js';

export type RecoveryCommand =
  | { readonly kind: 'backup'; readonly offset: number; readonly to: string }
  | {
      readonly kind: 'restore';
      readonly offset: number;
      readonly from: string;
      readonly reason: string;
      /** `start`: the platform comes up afterwards, which opens the intake; `stay-stopped`: somebody looks first. */
      readonly then: 'start' | 'stay-stopped';
    };

const USAGE = [
  'npm run backup -- --to DIR [--port-offset N]',
  'npm run restore -- --from DIR [--port-offset N] [--reason TEXT] [--stay-stopped]',
].join('\n  ');

const flagsOf = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        to: { type: 'string' },
        from: { type: 'string' },
        'port-offset': { type: 'string', default: '0' },
        reason: { type: 'string', default: 'data were lost' },
        'stay-stopped': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Obstacle(`${error instanceof Error ? error.message : String(error)}; the commands are:\n  ${USAGE}`);
  }
};

/** Reads the command line of backup and restore; folders become absolute. @throws {Obstacle} that says what is wrong with it */
export const readRecoveryArguments = ([command, ...rest]: readonly string[]): RecoveryCommand => {
  const { to, from, 'port-offset': ports, reason, 'stay-stopped': stays } = flagsOf(rest);
  if (!/^\d{1,5}$/.test(ports)) throw new Obstacle(`--port-offset is "${ports}" but has to be a whole number`);
  const offset = Number(ports);
  if (command === 'backup' && to !== undefined) return { kind: 'backup', offset, to: resolve(to) };
  if (command === 'restore' && from !== undefined)
    return { kind: 'restore', offset, from: resolve(from), reason, then: stays ? 'stay-stopped' : 'start' };
  throw new Obstacle(`the commands are:\n  ${USAGE}`);
};
