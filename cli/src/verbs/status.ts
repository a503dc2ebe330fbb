import type { ServiceName } from '@guildhall/kernel';
import type { Command } from 'commander';
import { EXIT, Refused } from '../exit-codes.js';
import type { Outcome } from '../output/outcome.js';
import { table } from '../output/table.js';
import type { InNeed, ParkedLine, Standing, Timer } from '../platform/answers.js';
import { PlatformRefused } from '../platform/http.js';
import { atDesk, serviceOption, servicesOf, verb, type Common, type Desk, type End } from './verb.js';
import type { World } from '../world.js';

/** A due timer is fired within 60 s, or it is an alert (`TimerOverdue`). */
const OVERDUE_SECONDS = 60;

type Line = Readonly<{
  service: ServiceName;
  state: 'well' | 'needs people' | 'away';
  version: string;
  commit: string;
  roles: readonly string[];
  readModels: Readonly<{ live: number; all: number }>;
  parked: number;
  escalated: number;
  struggling: number;
  timersOverdue: number;
  detail: string;
}>;

export const statusVerb = (world: World, end: End): Command =>
  verb('status', 'how every service stands; 1 where something is away or waits for people')
    .addOption(serviceOption())
    .action((options: Common & Readonly<{ service?: ServiceName }>) =>
      atDesk(world, options, end, async (desk) =>
        outcomeOf(await Promise.all(servicesOf(options).map((one) => lineOf(desk, one)))),
      ),
    );

const lineOf = async ({ platform }: Desk, service: ServiceName): Promise<Line> => {
  const at = `/${service}/operations`;
  try {
    const [standing, { parked }, need, { timers }] = await Promise.all([
      platform.get<Standing>(`${at}/standing`),
      platform.get<Readonly<{ parked: readonly ParkedLine[] }>>(`${at}/parked`),
      platform.get<InNeed>(`${at}/processes`),
      platform.get<Readonly<{ timers: readonly Timer[] }>>(`${at}/timers`),
    ]);
    const { version, commit, roles, readModels } = standing;
    const live = readModels.filter(({ stored }) => stored?.state === 'live').length;
    const overdue = timers.filter(({ overdueSeconds }) => overdueSeconds > OVERDUE_SECONDS).length;
    const calls = parked.length + need.escalated.length + need.struggling.length + overdue + readModels.length - live;
    return {
      ...{
        service,
        state: calls > 0 ? 'needs people' : 'well',
        version,
        commit,
        roles,
        parked: parked.length,
        timersOverdue: overdue,
      },
      ...{ readModels: { live, all: readModels.length }, escalated: need.escalated.length, struggling: need.struggling.length },
      detail: '',
    };
  } catch (error) {
    if (!isAway(error)) throw error;
    return { ...{ service, state: 'away', detail: error.message, version: '', commit: '', roles: [] }, ...NOTHING };
  }
};

const NOTHING = { readModels: { live: 0, all: 0 }, parked: 0, escalated: 0, struggling: 0, timersOverdue: 0 };

/** One service that is away is a line of the answer; wrong credentials or a missing right end the run. */
const isAway = (error: unknown): error is Refused =>
  error instanceof PlatformRefused ? error.status >= 500 : error instanceof Refused;

const outcomeOf = (lines: readonly Line[]): Outcome => {
  const heading = [
    'service',
    'state',
    'version',
    'commit',
    'roles',
    'read models',
    'parked',
    'escalated',
    'struggling',
    'overdue',
  ];
  const rows = lines.map((line) => [
    ...[line.service, line.state, line.version, line.commit.slice(0, 12), line.roles.join(',')],
    line.state === 'away' ? '' : `${String(line.readModels.live)}/${String(line.readModels.all)} live`,
    ...[line.parked, line.escalated, line.struggling, line.timersOverdue],
  ]);
  const why = lines.flatMap(({ service, detail }) => (detail === '' ? [] : [`${service}: ${detail}`]));
  const well = lines.every(({ state }) => state === 'well');
  return { json: { services: lines }, text: [...table(heading, rows), ...why], exit: well ? EXIT.ok : EXIT.problem };
};
