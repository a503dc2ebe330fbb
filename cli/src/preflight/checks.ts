import {
  factDefinition,
  isFactType,
  schemaChanges,
  worstOf,
  type JsonSchema,
  type TopicDefinition,
} from '@guildhall/event-catalogue';
import type { InNeed, ParkedLine, Standing, ToldFact, TopicLine } from '../platform/answers.js';
import { duration } from '../output/table.js';
import { attention, ok, problem, type Finding } from './finding.js';

/** A read model further behind than this is no ground to upgrade on. */
const FRESH_SECONDS = 60;

/** `/info` of one process. */
export type ProcessInfo = Readonly<{
  service: string;
  version: string;
  commit: string;
  roles: readonly string[];
  sandboxMode: boolean;
}>;

/** All processes of one build: a rolling upgrade must have ended before the next begins. */
export const versionFindings = (processes: readonly ProcessInfo[]): readonly Finding[] => {
  const builds = new Map<string, string[]>();
  for (const { service, version, commit, roles } of processes) {
    const build = `${version} (${commit.slice(0, 12)})`;
    builds.set(build, [...(builds.get(build) ?? []), `${service} ${roles.join(',')}`]);
  }
  const [first] = builds.keys();
  if (first === undefined) return [problem('versions', 'platform', 'no process answered')];
  if (builds.size === 1) return [ok('versions', 'platform', `${String(processes.length)} processes of ${first}`)];
  const told = [...builds].map(([build, who]) => `${build}: ${who.join('; ')}`).join(' | ');
  return [problem('versions', 'platform', `an upgrade is under way: ${told}`)];
};

const ROLES = ['api', 'relay', 'projector', 'processor'];

/** Settings that must agree between processes, and roles that nobody was seen to have. */
export const configurationFindings = (processes: readonly ProcessInfo[]): readonly Finding[] => {
  const modes = new Set(processes.map(({ sandboxMode }) => sandboxMode));
  const mode =
    modes.size <= 1
      ? ok('configuration', 'SANDBOX_MODE', `${modes.has(true) ? 'on' : 'off'} everywhere`)
      : problem('configuration', 'SANDBOX_MODE', 'on in some processes and off in others');
  const services = [...new Set(processes.map(({ service }) => service))];
  const unseen = services.flatMap((service) => {
    const seen = new Set(processes.filter((one) => one.service === service).flatMap(({ roles }) => roles));
    const missing = ROLES.filter((role) => !seen.has(role));
    return missing.length === 0
      ? []
      : [attention('roles', service, `not seen: ${missing.join(', ')} (name their addresses by --process)`)];
  });
  return [mode, ...(unseen.length > 0 ? unseen : [ok('roles', 'platform', 'every role of every service was seen')])];
};

/** Schema markers of read models and their checkpoints against the log. `nowMs`: wall clock. */
export const readModelFindings = ({ service, readModels }: Standing, nowMs: number): readonly Finding[] =>
  readModels.map(({ name, version, stored, waitingSince }) => {
    const about = `${service}/${name}`;
    if (!stored) return problem('read models', about, `nothing is stored of version ${String(version)}`);
    if (stored.version !== version) {
      return problem('read models', about, `version ${String(stored.version)} is stored, the code has ${String(version)}`);
    }
    if (stored.state !== 'live') return problem('read models', about, `it is ${stored.state}`);
    const behind = waitingSince === null ? 0 : (nowMs - Date.parse(waitingSince)) / 1_000;
    if (behind > FRESH_SECONDS) return problem('read models', about, `${duration(behind)} behind the log`);
    return ok('read models', about, `version ${String(version)} up to ${stored.position}`);
  });

/** The topics of the registry as the next version needs them: more partitions would move keys, a retention would lose facts. */
export const topicFindings = (topics: readonly TopicLine[], registry: readonly TopicDefinition[]): readonly Finding[] =>
  registry.map(({ name, partitions, config }) => {
    const found = topics.find((topic) => topic.name === name);
    if (!found || found.partitions === null) return problem('topics', name, 'it does not exist');
    if (found.partitions !== partitions) {
      const detail = `${String(found.partitions)} partitions, ${String(partitions)} are needed: a new topic, never more partitions`;
      return problem('topics', name, detail);
    }
    if (found.config === null)
      return attention('topics', name, 'its settings may not be read: its service needs DescribeConfigs');
    const settings = found.config;
    const wrong = Object.entries(config).filter(([key, value]) => settings[key] !== value);
    if (wrong.length === 0) return ok('topics', name, `${String(partitions)} partitions, ${found.records} records`);
    return problem('topics', name, wrong.map(([key, value]) => `${key} is ${settings[key] ?? 'unset'}, not ${value}`).join('; '));
  });

/** A group without members hears nothing; a rebalance would be cut by the upgrade. */
export const groupFindings = (topics: readonly TopicLine[]): readonly Finding[] => {
  const groups = new Map<string, { state: string; members: number; lag: bigint }>();
  for (const { group, state, members, lag } of topics.flatMap((topic) => topic.groups)) {
    const known = groups.get(group);
    groups.set(group, { state, members, lag: (known?.lag ?? 0n) + BigInt(lag ?? '0') });
  }
  return [...groups].map(([group, { state, members, lag }]) => {
    const detail = `${state}, ${String(members)} members, ${lag.toString()} records behind`;
    if (members === 0) return problem('consumer groups', group, detail);
    return state === 'Stable' ? ok('consumer groups', group, detail) : attention('consumer groups', group, detail);
  });
};

/** What waits for people is better seen to by the version that parked it. */
export const waitingFindings = (service: string, parked: readonly ParkedLine[], need: InNeed): readonly Finding[] => {
  const counts = [
    `${String(parked.length)} parked`,
    `${String(need.escalated.length)} escalated`,
    `${String(need.struggling.length)} struggling`,
  ].join(', ');
  const none = parked.length + need.escalated.length + need.struggling.length === 0;
  return [none ? ok('waiting for people', service, counts) : attention('waiting for people', service, counts)];
};

/** Facts that the running version tells, against the catalogue of this program's version: old and new run side by side for a while. */
export const catalogueFindings = (service: string, facts: readonly ToldFact[]): readonly Finding[] => {
  const findings = facts.flatMap(({ type, schema }): readonly Finding[] => {
    if (!isFactType(type)) return [problem('catalogue', type, 'this version does not know the fact')];
    const changes = schemaChanges(schema as JsonSchema, factDefinition(type).schema);
    const told = changes.map(({ path, what }) => `${path}: ${what}`).join('; ');
    switch (worstOf(changes)) {
      case 'safe':
        return [];
      case 'needs-upcaster':
        return [attention('catalogue', type, `older facts have to be lifted: ${told}`)];
      case 'breaking':
        return [problem('catalogue', type, told)];
    }
  });
  return findings.length > 0 ? findings : [ok('catalogue', service, `${String(facts.length)} facts fit`)];
};
