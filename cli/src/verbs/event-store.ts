import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { EXIT, Refused } from '../exit-codes.js';
import { FORMATS, type Format, type Outcome } from '../output/outcome.js';
import type { World } from '../world.js';
import { offline, type End } from './verb.js';

type Shown = Readonly<{ output: Format }>;
type Backup = Shown & Readonly<{ data: string; to: string; dryRun: boolean }>;
type Restore = Shown & Readonly<{ from: string; data: string; dryRun: boolean }>;
type Verify = Shown & Readonly<{ data: string }>;

/** The embedded store's own program: the same that runs the server, so what it checks is what it serves. */
const program = (): string => fileURLToPath(new URL('./cli.js', import.meta.resolve('@guildhall/event-store')));

export const eventStoreVerb = (world: World, end: End): Command =>
  new Command('event-store')
    .description('files of the embedded event store, on the machine where they lie; a cluster of the original has its own backup')
    .addCommand(
      local('backup', 'copies the log into one file while the server goes on')
        .requiredOption('--data <dir>', "the server's data folder")
        .requiredOption('--to <file>', 'the backup; may not exist yet')
        .option('--dry-run', 'check the folder and copy nothing', false)
        .action((options: Backup) => {
          const args = options.dryRun
            ? ['check', '--data', options.data]
            : ['backup', '--data', options.data, '--to', options.to];
          return offline(world, options, end, () => obey(args, options.dryRun));
        }),
    )
    .addCommand(
      local(
        'restore',
        'makes a data folder from a backup, without a new store epoch; a whole platform comes back by `npm run restore`, which begins one',
      )
        .requiredOption('--from <file>', 'the backup')
        .requiredOption('--data <dir>', 'an empty folder')
        .option('--dry-run', 'say what would be done and change nothing', false)
        .action((options: Restore) =>
          offline(world, options, end, async () => {
            const args = ['restore', '--from', options.from, '--data', options.data];
            if (!options.dryRun) return obey(args, false);
            const text = ['dry run: nothing was changed', `would run event-store ${args.join(' ')}`];
            return { json: { dryRun: true, args }, text, exit: EXIT.ok };
          }),
        ),
    )
    .addCommand(
      local('verify', 'checks every event, stream and index of a log; 1 where it is not sound')
        .requiredOption('--data <dir>', 'a data folder; its server may run')
        .action((options: Verify) => offline(world, options, end, () => obey(['check', '--data', options.data], false))),
    );

const local = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .addOption(new Option('--output <format>', 'for people or for machines').choices(FORMATS).default('table'))
    .showHelpAfterError('(add --help to see how the verb is used)');

const obey = async (args: readonly string[], dryRun: boolean): Promise<Outcome> => {
  const { code, said } = await run([program(), ...args]);
  if (code !== 0) throw new Refused(said);
  const text = dryRun ? ['dry run: nothing was changed', said] : [said];
  return { json: { ...(dryRun ? { dryRun } : {}), command: args[0], said }, text, exit: EXIT.ok };
};

const run = (args: readonly string[]): Promise<Readonly<{ code: number; said: string }>> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, said: said.trim() }));
  });
