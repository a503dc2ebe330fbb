import type { ServiceName } from '@guildhall/kernel';
import { Option, type Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { duration, table } from '../output/table.js';
import type { LagLine } from '../platform/answers.js';
import type { World } from '../world.js';
import { atDesk, seconds, serviceOption, servicesOf, verb, type Common, type End } from './verb.js';

type Options = Common & Readonly<{ service?: ServiceName; max?: number }>;

export const lagVerb = (world: World, end: End): Command =>
  verb(
    'lag',
    'how far the runners of each service are behind: those of the answering process, the others as the holder of their lease told last',
  )
    .addOption(serviceOption())
    .addOption(new Option('--max <seconds>', 'answer 1 where a runner is further behind').argParser(seconds))
    .action((options: Options) =>
      atDesk(world, options, end, async ({ platform }) => {
        const lines = await Promise.all(
          servicesOf(options).map(async (service) => {
            const { runners } = await platform.get<Readonly<{ runners: readonly LagLine[] }>>(`/${service}/operations/lag`);
            return runners.map((runner) => ({ service, ...runner }));
          }),
        );
        const rows = lines.flat();
        const late = options.max === undefined ? [] : rows.filter(({ lagSeconds }) => lagSeconds > (options.max ?? 0));
        const heading = ['service', 'runner', 'state', 'lag', 'position', 'last advance', 'parked'];
        const cells = rows.map((row) => [
          ...[row.service, row.runner, row.state, duration(row.lagSeconds), row.position, row.advancedAt, row.parked],
        ]);
        return { json: { runners: rows }, text: table(heading, cells), exit: late.length > 0 ? EXIT.problem : EXIT.ok };
      }),
    );
