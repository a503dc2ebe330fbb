import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { VARIABLES } from '../config.js';
import { BadUsage, EXIT, Refused } from '../exit-codes.js';
import { FORMATS, type Format, type Outcome } from '../output/outcome.js';
import { writeTimestamp } from '../output/textfile.js';
import type { World } from '../world.js';
import { change, offline, type End } from './verb.js';

type Shown = Readonly<{ output: Format }>;
type Backup = Shown & Readonly<{ data: string; to: string; metrics?: string; dryRun: boolean }>;
type Act = Shown & Readonly<{ reason: string; by?: string; backedUpAt?: string; dryRun: boolean }>;
type Restore = Act & Readonly<{ from: string; data: string; metrics?: string }>;
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
        .addOption(metrics('the backup'))
        .option('--dry-run', 'check the folder and copy nothing', false)
        .action((options: Backup) => offline(world, options, end, () => backUp(world, options))),
    )
    .addCommand(
      restoring(
        'restore',
        'makes a data folder from a backup and begins a new store epoch in it; a whole platform comes back by `npm run restore`',
      )
        .requiredOption('--from <file>', 'the backup')
        .requiredOption('--data <dir>', 'an empty folder')
        .addOption(backedUpAt('when the backup was begun (default: the time of its file)'))
        .addOption(metrics('the drill, where this is one'))
        .action((options: Restore) => offline(world, options, end, () => restore(world, options))),
    )
    .addCommand(
      restoring('begin-epoch', 'notes in a log that was restored by other means that it was, before services start on it')
        .addOption(backedUpAt('when the backup was begun').makeOptionMandatory())
        .action((options: Act & Readonly<{ backedUpAt: string }>) => offline(world, options, end, () => begin(world, options))),
    )
    .addCommand(
      local('verify', 'checks every event, stream and index of a log; 1 where it is not sound')
        .requiredOption('--data <dir>', 'a data folder; its server may run')
        .action((options: Verify) =>
          offline(world, options, end, () => {
            world.err('checking every event …\n');
            return obey(['check', '--data', options.data], false);
          }),
        ),
    );

const local = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .addOption(new Option('--output <format>', 'for people or for machines').choices(FORMATS).default('table'))
    .showHelpAfterError('(add --help to see how the verb is used)');

const restoring = (name: string, description: string): Command =>
  change(local(name, description)).option('--by <name>', 'who; kept with the act for ever (default: the user of this machine)');

const backedUpAt = (description: string): Option =>
  new Option('--backed-up-at <instant>', `${description}, ISO 8601`).argParser((text: string) => {
    if (Number.isNaN(Date.parse(text))) throw new InvalidArgumentError('It has to be an instant, e.g. 2026-03-02T02:00:00Z.');
    return new Date(text).toISOString();
  });

const metrics = (what: string): Option =>
  new Option('--metrics <file>', `a file (*.prom) for Prometheus' textfile collector, which then knows of ${what}`);

const backUp = async (world: World, { data, to, metrics: file, dryRun }: Backup): Promise<Outcome> => {
  if (dryRun) return obey(['check', '--data', data], true);
  world.err('copying the log and checking the copy …\n');
  const done = await obey(['backup', '--data', data, '--to', to], false);
  if (file !== undefined) writeTimestamp(file, 'backup_last_success_timestamp_seconds', new Date());
  return done;
};

// The client of the log is loaded by those two verbs alone: every other one starts without it.
const recovery = () => import('../recovery/store-epoch.js');

const restore = async (world: World, options: Restore): Promise<Outcome> => {
  const { from, data, reason, by, backedUpAt: given, metrics: file, dryRun } = options;
  const args = ['restore', '--from', from, '--data', data];
  if (dryRun) {
    const text = ['dry run: nothing was changed', `would run event-store ${args.join(' ')} and begin a new epoch of the store`];
    return { json: { dryRun: true, args }, text, exit: EXIT.ok };
  }
  const time = given ?? fileTime(from);
  world.err('unpacking the backup and checking every event …\n');
  const done = await obey(args, false);
  world.err('beginning a new epoch …\n');
  const { beginEpochIn } = await recovery();
  const begun = await beginEpochIn(data, { by: by ?? userInfo().username, reason, backedUpAt: time });
  if (file !== undefined) writeTimestamp(file, 'restore_drill_last_success_timestamp_seconds', new Date());
  const next = `epoch ${String(begun.epoch)} begun; what was written after ${time} is lost: topics, groups and read models belong to the log of before`;
  return { json: { ...(done.json as object), ...begun, backedUpAt: time }, text: [...done.text, next], exit: EXIT.ok };
};

const fileTime = (file: string): string => {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new BadUsage(`There is no backup ${file}`);
  return found.mtime.toISOString();
};

const begin = async (
  { config }: World,
  { reason, by, backedUpAt: time, dryRun }: Act & Readonly<{ backedUpAt: string }>,
): Promise<Outcome> => {
  const url = config.eventStoreUrl;
  if (url === undefined)
    throw new BadUsage(`Which event store? Set ${VARIABLES.eventStoreUrl} to an administrator's connection string`);
  const { beginEpoch, standingOf } = await recovery();
  if (dryRun) {
    const standing = await standingOf(url);
    const text = [
      'dry run: nothing was changed',
      `the log is in epoch ${String(standing.epoch)}, its last position ${standing.position ?? 'none'}`,
    ];
    return { json: { dryRun: true, ...standing }, text, exit: EXIT.ok };
  }
  const begun = await beginEpoch(url, { by: by ?? userInfo().username, reason, backedUpAt: time });
  return { json: begun, text: [`epoch ${String(begun.epoch)} begun at position ${begun.position ?? 'none'}`], exit: EXIT.ok };
};

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
