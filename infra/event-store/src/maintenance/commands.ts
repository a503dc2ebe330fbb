import { parseArgs } from 'node:util';
import type { Findings } from '../log/check.js';
import { Log } from '../log/log.js';
import { UnusableData } from '../log/unusable-data.js';
import { backUp, restore } from './backup.js';
import { checkFolder, existingLogIn } from './check.js';
import { Scavenger } from './scavenger.js';

/** The command line cannot be used; the message is one sentence with the remedy. */
class UnusableCommand extends Error {}

/** What each command needs and does. */
const COMMANDS = {
  backup: { flags: ['data', 'to'], usage: 'backup --data DIR --to FILE' },
  restore: { flags: ['from', 'data'], usage: 'restore --from FILE --data DIR' },
  check: { flags: ['data'], usage: 'check --data DIR' },
  scavenge: { flags: ['data'], usage: 'scavenge --data DIR' },
} as const;

type CommandName = keyof typeof COMMANDS;
type Flag = (typeof COMMANDS)[CommandName]['flags'][number];

/** One line a command, for the help. */
export const MAINTENANCE_USAGE: readonly string[] = Object.values(COMMANDS).map(({ usage }) => usage);

/** Where the commands speak; the exit code is 0 for success, 1 for what could not be done and for a log with a fault. */
export type Said = Readonly<{ code: number; out?: string; err?: string }>;

/** Carries out a maintenance command line; undefined where `argv` does not begin with one. */
export async function runMaintenance(argv: readonly string[]): Promise<Said | undefined> {
  const [name, ...rest] = argv;
  if (name === undefined || !isCommand(name)) return undefined;
  try {
    return await carryOut(name, flagsOf(name, rest));
  } catch (error) {
    if (error instanceof UnusableCommand || error instanceof UnusableData) return { code: 1, err: error.message };
    throw error;
  }
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

async function carryOut(name: CommandName, flag: (name: Flag) => string): Promise<Said> {
  switch (name) {
    case 'backup':
      return told(await backUp(flag('data'), flag('to')), `Backed up into ${flag('to')}`);
    case 'restore':
      return told(restore(flag('from'), flag('data')), `Restored into ${flag('data')}`);
    case 'check':
      return told(checkFolder(flag('data')), 'The log is sound');
    case 'scavenge':
      return scavengeFolder(flag('data'));
  }
}

function told(findings: Findings, what: string): Said {
  if (findings.kind === 'faulty') return { code: 1, err: findings.fault };
  const { events, streams, lastPosition } = findings;
  return { code: 0, out: `${what}: ${events} events in ${streams} streams, the last at position ${lastPosition}.` };
}

/** For a stopped server's folder; a running one scavenges by its Operations service and by its schedule. */
async function scavengeFolder(folder: string): Promise<Said> {
  existingLogIn(folder);
  const log = new Log({
    data: folder,
    now: Date.now,
    fatal: (error) => {
      throw error;
    },
  });
  const scavenger = new Scavenger(log, () => 'command line');
  try {
    await scavenger.noteInterrupted();
    scavenger.start();
    const end = await scavenger.ending;
    if (end?.result !== 'Success') return { code: 1, err: `The scavenge did not end well: ${end?.error ?? 'it was not begun'}` };
    return { code: 0, out: `Scavenged: events of ${end.bytes} bytes were removed.` };
  } finally {
    await scavenger.close();
    log.close();
  }
}

function flagsOf(name: CommandName, argv: readonly string[]): (flag: Flag) => string {
  const { usage, flags } = COMMANDS[name];
  const values = parsed(argv, flags, usage);
  return (flag) => {
    const value = values[flag];
    if (typeof value === 'string' && value !== '') return value;
    throw new UnusableCommand(`${name} needs --${flag} (usage: event-store ${usage}).`);
  };
}

function parsed(argv: readonly string[], flags: readonly Flag[], usage: string): Partial<Record<string, unknown>> {
  try {
    return parseArgs({ args: [...argv], options: Object.fromEntries(flags.map((flag) => [flag, { type: 'string' as const }])) })
      .values;
  } catch (error) {
    const sentence = parseFault(error);
    if (sentence === undefined) throw error;
    throw new UnusableCommand(`${sentence} (usage: event-store ${usage}).`);
  }
}

// By code, not by class: the error may come from another realm, as in tests.
function parseFault(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) return undefined;
  return String(error.code).startsWith('ERR_PARSE_ARGS') ? String(error.message).split('. ')[0] : undefined;
}
