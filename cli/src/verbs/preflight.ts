import { topics as registry } from '@guildhall/event-catalogue';
import { SERVICES, type ServiceName } from '@guildhall/kernel';
import type { Command } from 'commander';
import { EXIT, Refused } from '../exit-codes.js';
import type { Outcome } from '../output/outcome.js';
import { table } from '../output/table.js';
import type { InNeed, ParkedLine, Standing, ToldFact, TopicLine } from '../platform/answers.js';
import { Http, PlatformRefused } from '../platform/http.js';
import {
  catalogueFindings,
  configurationFindings,
  groupFindings,
  readModelFindings,
  topicFindings,
  versionFindings,
  waitingFindings,
  type ProcessInfo,
} from '../preflight/checks.js';
import { problem, type Finding } from '../preflight/finding.js';
import type { World } from '../world.js';
import { mergeTopics } from './looks.js';
import { atDesk, verb, type Common, type Desk, type End } from './verb.js';

type Options = Common & Readonly<{ process: readonly string[] }>;

type Seen = Readonly<{ standing: Standing | null; topics: readonly TopicLine[]; findings: readonly Finding[] }>;

export const preflightVerb = (world: World, end: End): Command =>
  verb(
    'preflight',
    'read-only check before an upgrade, made with the program of the next version; 1 where a problem stands in its way',
  )
    .option('--process <url>', 'address of a further process whose /info is read; may be repeated', collect, [])
    .action((options: Options) =>
      atDesk(world, options, end, async (desk) => {
        const processes = await Promise.all(options.process.map((url) => infoOf(world, url, options.patience)));
        const seen: Seen[] = [];
        for (const service of SERVICES) {
          desk.say(`looking at ${service} …`);
          seen.push(await look(desk, service));
        }
        const standings = seen.flatMap(({ standing }) => (standing ? [standing] : []));
        const topics = mergeTopics(seen.map((one) => one.topics));
        const all = [...standings, ...processes];
        return outcomeOf([
          ...versionFindings(all),
          ...configurationFindings(all),
          ...seen.flatMap(({ findings }) => findings),
          ...topicFindings(topics, registry),
          ...groupFindings(topics),
        ]);
      }),
    );

const collect = (url: string, before: readonly string[]): readonly string[] => [...before, url.replace(/\/+$/, '')];

const infoOf = async (world: World, url: string, patience: number): Promise<ProcessInfo> =>
  (await new Http(url, patience * 1_000, world.fetch).ask({ method: 'GET', path: '/info' })) as ProcessInfo;

/** A service that does not answer is a problem, not the end of the check. */
const look = async ({ platform }: Desk, service: ServiceName): Promise<Seen> => {
  const at = `/${service}/operations`;
  try {
    await platform.demand(service, 'get', `${at}/standing`);
    const [standing, { topics }, { facts }, { parked }, need] = await Promise.all([
      platform.get<Standing>(`${at}/standing`),
      platform.get<Readonly<{ topics: readonly TopicLine[] }>>(`${at}/topics`),
      platform.get<Readonly<{ facts: readonly ToldFact[] }>>(`${at}/facts`),
      platform.get<Readonly<{ parked: readonly ParkedLine[] }>>(`${at}/parked`),
      platform.get<InNeed>(`${at}/processes`),
    ]);
    const findings = [
      ...readModelFindings(standing, Date.now()),
      ...catalogueFindings(service, facts),
      ...waitingFindings(service, parked, need),
    ];
    return { standing, topics, findings };
  } catch (error) {
    if (!(error instanceof Refused) || (error instanceof PlatformRefused && error.status < 500)) throw error;
    return { standing: null, topics: [], findings: [problem('service', service, error.message)] };
  }
};

const outcomeOf = (findings: readonly Finding[]): Outcome => {
  const count = (verdict: Finding['verdict']): number => findings.filter((one) => one.verdict === verdict).length;
  const problems = count('problem');
  const verdict = problems > 0 ? 'do not upgrade' : 'ready';
  const rows = findings.map(({ verdict: of, check, about, detail }) => [of, check, about, detail]);
  const sum = `${verdict}: ${String(count('ok'))} ok, ${String(count('attention'))} for attention, ${String(problems)} problems`;
  return {
    json: { verdict, findings },
    text: [...table(['verdict', 'check', 'about', 'detail'], rows), sum],
    exit: problems > 0 ? EXIT.problem : EXIT.ok,
  };
};
