import type { ServiceName } from '@guildhall/kernel';
import { Argument, Command } from 'commander';
import { EXIT, Refused } from '../exit-codes.js';
import { table } from '../output/table.js';
import type { InNeed, Step } from '../platform/answers.js';
import type { World } from '../world.js';
import { atDesk, change, oneService, serviceOption, servicesOf, verb, wouldDo, type Common, type End } from './verb.js';

type Act = Common & Readonly<{ reason: string; dryRun: boolean }>;

const service = (): Argument => new Argument('<service>', 'the service it runs in').argParser(oneService);

export const processesVerb = (world: World, end: End): Command =>
  new Command('processes')
    .description('processes that wait for people or for something that is away')
    .addCommand(list(world, end))
    .addCommand(show(world, end))
    .addCommand(act(world, end, 'retry', 'orders the refused commands of a process again', 'retries'))
    .addCommand(act(world, end, 'advance', 'notes that an escalated process was seen to by hand', 'advances'));

const list = (world: World, end: End): Command =>
  verb('list', 'escalated processes, and those that are repeated because something is away')
    .addOption(serviceOption())
    .action((options: Common & Readonly<{ service?: ServiceName }>) =>
      atDesk(world, options, end, async ({ platform }) => {
        const found = await Promise.all(
          servicesOf(options).map(async (one) => ({ one, need: await platform.get<InNeed>(`/${one}/operations/processes`) })),
        );
        const escalated = found.flatMap(({ one, need }) => need.escalated.map((line) => ({ service: one, ...line })));
        const struggling = found.flatMap(({ one, need }) => need.struggling.map((line) => ({ service: one, ...line })));
        const rows = [
          ...escalated.map((line) => [line.service, 'escalated', line.process, line.key, line.since, line.codes.join(' ')]),
          ...struggling.map((line) => [
            ...[line.service, 'struggling', line.process, line.key, line.since],
            `${String(line.attempts)} tries: ${line.error}`,
          ]),
        ];
        const text = table(['service', 'state', 'process', 'key', 'since', 'why'], rows);
        return { json: { escalated, struggling }, text, exit: EXIT.ok };
      }),
    );

const show = (world: World, end: End): Command =>
  verb('show', 'what happened in one process, step by step')
    .addArgument(service())
    .argument('<process>', 'its name')
    .argument('<key>', 'its key')
    .action((name: ServiceName, process: string, key: string, options: Common) =>
      atDesk(world, options, end, async ({ platform }) => {
        const path = `/${name}/operations/processes/${encodeURIComponent(process)}/${encodeURIComponent(key)}`;
        const found = await platform.get<Readonly<{ steps: readonly Step[] }>>(path);
        const rows = found.steps.map(({ revision, at, type, what, by }) => [
          ...[Number(revision), at, type, what],
          by === null ? '' : `${by.accountId}: ${by.reason}`,
        ]);
        return { json: found, text: table(['revision', 'at', 'event', 'what', 'by'], rows), exit: EXIT.ok };
      }),
    );

const act = (world: World, end: End, name: string, description: string, route: 'retries' | 'advances'): Command =>
  change(verb(name, description))
    .addArgument(service())
    .argument('<process>', 'its name')
    .argument('<key>', 'its key')
    .action((where: ServiceName, process: string, key: string, options: Act) =>
      atDesk(world, options, end, async ({ platform }) => {
        const path = `/${where}/operations/processes/${route}`;
        const body = { process, key, reason: options.reason };
        if (options.dryRun) {
          const { escalated } = await platform.get<InNeed>(`/${where}/operations/processes`);
          const found = escalated.find((one) => one.process === process && one.key === key);
          if (!found) throw new Refused(`${process} ${key} of ${where} does not wait for people`);
          return wouldDo(`POST ${path}`, body, `it waits since ${found.since} for ${found.codes.join(' ')}`);
        }
        const done = await platform.post<object>(path, body);
        return { json: done, text: [`${process} ${key}: done`], exit: EXIT.ok };
      }),
    );
