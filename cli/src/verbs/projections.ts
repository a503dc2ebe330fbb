import type { ServiceName } from '@guildhall/kernel';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { EXIT, Refused } from '../exit-codes.js';
import type { Outcome } from '../output/outcome.js';
import { duration, table } from '../output/table.js';
import type { ProjectionLine } from '../platform/answers.js';
import type { World } from '../world.js';
import { waitFor } from './waiting.js';
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
type Done = Readonly<{ order: string; state: string; from?: number; to?: number; milliseconds?: number }>;

const service = (): Argument => new Argument('<service>', 'the service it belongs to').argParser(oneService);

export const projectionsVerb = (world: World, end: End): Command =>
  new Command('projections')
    .description('read models: their generations, rebuilt and switched while queries go on')
    .addCommand(list(world, end))
    .addCommand(rebuild(world, end))
    .addCommand(diff(world, end))
    .addCommand(switchOver(world, end))
    .addCommand(rollBack(world, end));

const list = (world: World, end: End): Command =>
  verb('list', 'the generations of every read model')
    .addOption(serviceOption())
    .action((options: Common & Readonly<{ service?: ServiceName }>) =>
      atDesk(world, options, end, async (desk) => {
        const found = await Promise.all(
          servicesOf(options).map(async (one) => (await projectionsOf(desk, one)).map((line) => ({ service: one, ...line }))),
        );
        const projections = found.flat();
        const rows = projections.map(({ service: of, name, version, live, beside, built, pending }) => [
          ...[of, name, version, live ? `${String(live.generation)} (v${String(live.version)}, ${live.state})` : 'none'],
          beside ? `${String(beside.generation)} (v${String(beside.version)}, ${beside.state})` : '',
          built ? `${String(built.differing)} of ${String(built.documents)}` : '',
          pending.map(({ type }) => type).join(' '),
        ]);
        const heading = ['service', 'read model', 'version', 'live', 'beside', 'differing', 'pending'];
        return { json: { projections }, text: table(heading, rows), exit: EXIT.ok };
      }),
    );

const rebuild = (world: World, end: End): Command =>
  change(verb('rebuild', 'builds a second generation beside the live one and compares the two; 1 where documents differ'))
    .addArgument(service())
    .argument('<read-model>', 'its name')
    .addOption(new Option('--wait <seconds>', 'how long the comparison is waited for').argParser(seconds).default(1_800))
    .action((where: ServiceName, name: string, options: Act & Readonly<{ wait: number }>) =>
      atDesk(world, options, end, async (desk) => {
        const before = await oneOf(desk, where, name);
        const path = `/${where}/operations/projections/${name}/rebuild`;
        const body = { reason: options.reason };
        if (options.dryRun) {
          const replaced = before.beside
            ? `replaces generation ${String(before.beside.generation)}, which stands beside`
            : 'stands beside';
          return wouldDo(`POST ${path}`, body, `a second generation, ${replaced} the live one until it is switched to`);
        }
        const { order } = await desk.platform.post<Done>(path, body);
        desk.say(`ordered (${order}); the projector builds …`);
        const built = await waitFor(options.wait, `${where}/${name} is built`, desk.say, async () => {
          const line = await oneOf(desk, where, name);
          if (line.built?.order === order) return line;
          if (line.pending.some((one) => one.order === order)) return 'being built';
          throw new Refused(`The projector refused to build ${where}/${name}: see its stream ${where}.readmodel-${name}`);
        });
        return comparison(built);
      }),
    );

const diff = (world: World, end: End): Command =>
  verb('diff', 'what the last comparison of two generations found; 1 where documents differ')
    .addArgument(service())
    .argument('<read-model>', 'its name')
    .action((where: ServiceName, name: string, options: Common) =>
      atDesk(world, options, end, async (desk) => comparison(await oneOf(desk, where, name))),
    );

const whole = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It has to be a whole number.');
};

const switchOver = (world: World, end: End): Command =>
  change(verb('switch', 'makes the newer generation the live one; refused while documents differ'))
    .addArgument(service())
    .argument('<read-model>', 'its name')
    .addOption(new Option('--differing <documents>', 'so many may differ, as `diff` told').argParser(whole).default(0))
    .action((where: ServiceName, name: string, options: Act & Readonly<{ differing: number }>) =>
      atDesk(world, options, end, (desk) =>
        turn(desk, { where, name, route: 'switch', body: { reason: options.reason, differing: options.differing } }, options),
      ),
    );

const rollBack = (world: World, end: End): Command =>
  change(verb('rollback', 'makes the older generation, kept up to date since the switch, the live one again'))
    .addArgument(service())
    .argument('<read-model>', 'its name')
    .action((where: ServiceName, name: string, options: Act) =>
      atDesk(world, options, end, (desk) =>
        turn(desk, { where, name, route: 'rollback', body: { reason: options.reason } }, options),
      ),
    );

type Turn = Readonly<{ where: ServiceName; name: string; route: 'switch' | 'rollback'; body: object }>;

const turn = async (desk: Desk, { where, name, route, body }: Turn, { dryRun }: Act): Promise<Outcome> => {
  const path = `/${where}/operations/projections/${name}/${route}`;
  if (dryRun) {
    const { live, beside } = await oneOf(desk, where, name);
    if (!beside) throw new Refused(`There is no second generation of ${where}/${name}: rebuild it first`);
    return wouldDo(`POST ${path}`, body, `live ${String(live?.generation)}, beside ${String(beside.generation)}`);
  }
  const done = await desk.platform.post<Done>(path, body);
  if (done.state !== 'done')
    throw new Refused(`The projector has not answered yet: order ${done.order}, see \`projections list\``);
  const text = [`from generation ${String(done.from)} to ${String(done.to)} in ${String(done.milliseconds)} ms`];
  return { json: done, text, exit: EXIT.ok };
};

const comparison = ({ name, built }: ProjectionLine): Outcome => {
  if (!built) throw new Refused(`${name} was never built beside: rebuild it first`);
  const { differing, documents, events, seconds: took, examples, generation } = built;
  const text = [
    `${name}: ${String(differing)} of ${String(documents)} documents differ`,
    `generation ${String(generation)} from ${String(events)} events in ${duration(took)}`,
    ...(examples.length > 0 ? [`first that differ: ${examples.join(' ')}`] : []),
  ];
  return { json: { name, ...built }, text, exit: differing === 0 ? EXIT.ok : EXIT.problem };
};

const projectionsOf = async ({ platform }: Desk, where: string): Promise<readonly ProjectionLine[]> => {
  const path = `/${where}/operations/projections`;
  await platform.demand(where, 'get', path);
  return (await platform.get<Readonly<{ projections: readonly ProjectionLine[] }>>(path)).projections;
};

const oneOf = async (desk: Desk, where: string, name: string): Promise<ProjectionLine> => {
  const all = await projectionsOf(desk, where);
  const found = all.find((line) => line.name === name);
  if (!found) throw new Refused(`${where} has no read model ${name}; it has ${all.map((line) => line.name).join(', ')}`);
  return found;
};
