import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '@guildhall/kernel';
import { Argument, Command, Option } from 'commander';
import { EXIT, Refused } from '../exit-codes.js';
import { table } from '../output/table.js';
import type { ParkedDetail, ParkedLine } from '../platform/answers.js';
import type { World } from '../world.js';
import {
  atDesk,
  change,
  oneService,
  seconds,
  serviceOption,
  servicesOf,
  verb,
  wouldDo,
  type Common,
  type Desk,
  type End,
} from './verb.js';

type Act = Common & Readonly<{ reason: string; dryRun: boolean }>;
type Retry = Act & Readonly<{ wait: number }>;

/** A process that has the handler sees within this time that a retry was asked for, in seconds; then it takes the messages. */
const WAIT_SECONDS = 10;
const LOOK_EVERY_MS = 200;
type Parked = Readonly<{ parked: readonly ParkedLine[] }>;

const service = (): Argument => new Argument('<service>', 'the service that parked it').argParser(oneService);

export const parkedVerb = (world: World, end: End): Command =>
  new Command('parked')
    .description('messages that could not be handled and wait for people')
    .addCommand(list(world, end))
    .addCommand(show(world, end))
    .addCommand(retry(world, end))
    .addCommand(discard(world, end));

const list = (world: World, end: End): Command =>
  verb('list', 'what is parked, of all services')
    .addOption(serviceOption())
    .action((options: Common & Readonly<{ service?: ServiceName }>) =>
      atDesk(world, options, end, async ({ platform }) => {
        const found = await Promise.all(
          servicesOf(options).map(async (one) => {
            const { parked } = await platform.get<Parked>(`/${one}/operations/parked`);
            return parked.map((line) => ({ service: one, ...line }));
          }),
        );
        const parked = found.flat();
        const heading = ['service', 'process', 'key', 'message', 'code', 'parked at', 'what'];
        const rows = parked.map((line) => [
          ...[line.service, line.process, line.key, line.messageId, line.reason.code, line.parkedAt, line.what],
        ]);
        return { json: { parked }, text: table(heading, rows), exit: EXIT.ok };
      }),
    );

const show = (world: World, end: End): Command =>
  verb('show', 'one message: where it came from, why it waits, what queues behind it')
    .addArgument(service())
    .argument('<message>', 'its id')
    .action((name: ServiceName, message: string, options: Common) =>
      atDesk(world, options, end, async ({ platform }) => {
        const found = await platform.get<ParkedDetail>(`/${name}/operations/parked/${encodeURIComponent(message)}`);
        const { process, key, what, parkedAt, reason, source, queue } = found;
        const rows = [
          ...[
            ['process', process],
            ['key', key],
            ['what', what],
            ['parked at', parkedAt],
          ],
          ['reason', `${reason.code} ${reason.message}`],
          ...Object.entries(source),
          ['queue of its key', queue.join(' ')],
        ];
        return { json: found, text: table(['field', 'value'], rows), exit: EXIT.ok };
      }),
    );

const retry = (world: World, end: End): Command =>
  change(verb('retry', 'takes all messages of a key again, in order, until one fails; 1 where some are left'))
    .addArgument(service())
    .argument('<process>', 'name of the process')
    .argument('<key>', 'order key')
    .addOption(waitOption())
    .action((name: ServiceName, process: string, key: string, options: Retry) =>
      atDesk(world, options, end, async ({ platform }) => {
        const path = `/${name}/operations/parked/retries`;
        const body = { process, key, reason: options.reason };
        if (options.dryRun) {
          const waiting = (await parkedOf({ platform }, name, process)).filter((line) => line.key === key);
          if (waiting.length === 0) throw new Refused(`Nothing of ${process} ${key} is parked in ${name}`);
          return wouldDo(`POST ${path}`, body, `${String(waiting.length)} messages of the key would be taken again`);
        }
        const done = await platform.post<Readonly<{ drained: number; left: number }>>(path, body);
        const left = await leftAfter(options.wait, { platform }, { name, process, key, left: done.left });
        const json = { drained: done.drained + done.left - left, left };
        const text = [`${String(json.drained)} done, ${String(left)} left`];
        return { json, text, exit: left === 0 ? EXIT.ok : EXIT.problem };
      }),
    );

const discard = (world: World, end: End): Command =>
  change(verb('discard', 'gives one message up for good'))
    .addArgument(service())
    .argument('<process>', 'name of the process')
    .argument('<message>', 'its id')
    .action((name: ServiceName, process: string, messageId: string, options: Act) =>
      atDesk(world, options, end, async ({ platform }) => {
        const path = `/${name}/operations/parked/discards`;
        const body = { process, messageId, reason: options.reason };
        if (options.dryRun) {
          const found = (await parkedOf({ platform }, name, process)).find((line) => line.messageId === messageId);
          if (!found) throw new Refused(`No message ${messageId} of ${process} is parked in ${name}`);
          return wouldDo(`POST ${path}`, body, `${found.what} would never be handled`);
        }
        const done = await platform.post<Readonly<{ discarded: string }>>(path, body);
        return { json: done, text: [`${done.discarded} is given up`], exit: EXIT.ok };
      }),
    );

const parkedOf = async ({ platform }: Pick<Desk, 'platform'>, name: string, process: string): Promise<readonly ParkedLine[]> =>
  (await platform.get<Parked>(`/${name}/operations/parked?process=${encodeURIComponent(process)}`)).parked;

const waitOption = (): Option =>
  new Option('--wait <seconds>', 'how long to wait for the process that has the handler, if it is another one')
    .argParser(seconds)
    .default(WAIT_SECONDS);

type Key = Readonly<{ name: ServiceName; process: string; key: string }>;

/** How many messages of the key are left when all were taken, or the time is over. */
const leftAfter = async (
  waitSeconds: number,
  desk: Pick<Desk, 'platform'>,
  { name, process, key, left: atFirst }: Key & Readonly<{ left: number }>,
): Promise<number> => {
  const end = Date.now() + waitSeconds * 1_000;
  let left = atFirst;
  while (left > 0 && Date.now() < end) {
    await pause(LOOK_EVERY_MS);
    left = (await parkedOf(desk, name, process)).filter((line) => line.key === key).length;
  }
  return left;
};
