import { Command, CommanderError } from 'commander';
import { VARIABLES } from './config.js';
import { BadUsage, EXIT, Refused, type ExitCode } from './exit-codes.js';
import { auditVerb } from './verbs/audit.js';
import { erasuresVerb } from './verbs/erasures.js';
import { eventStoreVerb } from './verbs/event-store.js';
import { forgetVerb } from './verbs/forget.js';
import { keysVerb } from './verbs/identity.js';
import { lagVerb } from './verbs/lag.js';
import { ledgerVerb, timersVerb, topicsVerb } from './verbs/looks.js';
import { parkedVerb } from './verbs/parked.js';
import { preflightVerb } from './verbs/preflight.js';
import { processesVerb } from './verbs/processes.js';
import { projectionsVerb } from './verbs/projections.js';
import { statusVerb } from './verbs/status.js';
import type { End } from './verbs/verb.js';
import type { World } from './world.js';

const VERBS = [
  statusVerb,
  lagVerb,
  projectionsVerb,
  parkedVerb,
  processesVerb,
  timersVerb,
  topicsVerb,
  ledgerVerb,
  auditVerb,
  eventStoreVerb,
  keysVerb,
  forgetVerb,
  erasuresVerb,
  preflightVerb,
];

/** The whole command line; `end` is told how a verb went. */
export const createProgram = (world: World, end: End): Command => {
  const program = new Command('guildhall')
    .description('The operators’ command line of Guildhall: sees to a running platform by its HTTP interface.')
    .addHelpText(
      'after',
      [
        '',
        `Signs in as an operator: ${VARIABLES.email} and ${VARIABLES.password}, or a JSON file (${VARIABLES.credentialsFile}).`,
        'Exit codes: 0 all well, 1 a problem was found or the platform refused, 2 wrong usage.',
      ].join('\n'),
    );
  for (const make of VERBS) program.addCommand(make(world, end));
  quiet(program, world);
  return program;
};

/** Errors are thrown instead of ending the process, and everything is written where the world says. */
const quiet = (command: Command, world: World): void => {
  command.exitOverride().configureOutput({ writeOut: world.out, writeErr: world.err });
  for (const child of command.commands) quiet(child, world);
};

/** Runs one command line and answers its exit code. */
export const runCli = async (args: readonly string[], world: World): Promise<ExitCode> => {
  let exit: ExitCode = EXIT.ok;
  const program = createProgram(world, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof BadUsage) {
      world.err(`${error.message}\n`);
      return EXIT.usage;
    }
    if (!(error instanceof Refused)) throw error;
    world.err(`${error.message}\n`);
    return EXIT.problem;
  }
};
