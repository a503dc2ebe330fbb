import type { ServiceName } from '@guildhall/kernel';
import { Command } from 'commander';
import { EXIT, Refused } from '../exit-codes.js';
import { duration, table } from '../output/table.js';
import type { LedgerVerdict, Timer, TopicLine } from '../platform/answers.js';
import { PlatformRefused } from '../platform/http.js';
import type { World } from '../world.js';
import { atDesk, serviceOption, servicesOf, verb, type Common, type End } from './verb.js';

type OfService = Common & Readonly<{ service?: ServiceName }>;

export const timersVerb = (world: World, end: End): Command =>
  verb('timers', 'pending timers, the earliest first')
    .addOption(serviceOption())
    .option('--overdue', 'only those that are due', false)
    .action((options: OfService & Readonly<{ overdue: boolean }>) =>
      atDesk(world, options, end, async ({ platform }) => {
        const found = await Promise.all(
          servicesOf(options).map(async (service) => {
            const { timers } = await platform.get<Readonly<{ timers: readonly Timer[] }>>(`/${service}/operations/timers`);
            return timers.map((timer) => ({ service, ...timer }));
          }),
        );
        const timers = found
          .flat()
          .filter(({ overdueSeconds }) => !options.overdue || overdueSeconds > 0)
          .sort((left, right) => Date.parse(left.dueAt) - Date.parse(right.dueAt));
        const rows = timers.map(({ service, process, name, key, dueAt, overdueSeconds }) => [
          ...[service, process, name, key, dueAt],
          overdueSeconds > 0 ? duration(overdueSeconds) : '',
        ]);
        return {
          json: { timers },
          text: table(['service', 'process', 'timer', 'key', 'due at', 'overdue'], rows),
          exit: EXIT.ok,
        };
      }),
    );

export const topicsVerb = (world: World, end: End): Command =>
  verb('topics', 'topics as the broker has them, with the groups that read them')
    .addOption(serviceOption())
    .action((options: OfService) =>
      atDesk(world, options, end, async ({ platform }) => {
        const topics = mergeTopics(
          await Promise.all(
            servicesOf(options).map(
              async (service) =>
                (await platform.get<Readonly<{ topics: readonly TopicLine[] }>>(`/${service}/operations/topics`)).topics,
            ),
          ),
        );
        const rows = topics.flatMap(({ name, partitions, config, records, groups }) => {
          const own = [name, partitions ?? 'absent', config?.['retention.ms'] ?? '', Number(records)] as const;
          if (groups.length === 0) return [[...own, '', '', '', '']];
          return groups.map(({ group, state, members, lag }) => [...own, group, state, members, lag ?? 'never read']);
        });
        const text = table(['topic', 'partitions', 'retention.ms', 'records', 'group', 'state', 'members', 'lag'], rows);
        const missing = topics.some(({ partitions }) => partitions === null);
        return { json: { topics }, text, exit: missing ? EXIT.problem : EXIT.ok };
      }),
    );

/** Several services tell of one topic, each with its own groups; settings come from one that may read them. */
export const mergeTopics = (told: readonly (readonly TopicLine[])[]): readonly TopicLine[] => {
  const topics = new Map<string, TopicLine>();
  for (const line of told.flat()) {
    const known = topics.get(line.name);
    topics.set(
      line.name,
      known ? { ...known, config: known.config ?? line.config, groups: [...known.groups, ...line.groups] } : line,
    );
  }
  return [...topics.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
};

export const ledgerVerb = (world: World, end: End): Command =>
  new Command('ledger').description('the books of payments').addCommand(
    verb('check', 'proves the invariants of the ledger from its log; 1 where one is broken').action((options: Common) =>
      atDesk(world, options, end, async ({ platform, say }) => {
        await platform.demand('payments', 'get', '/payments/operations/ledger-check');
        say('reading the log of payments …');
        const verdict = await platform.get<LedgerVerdict>('/payments/operations/ledger-check').catch((error: unknown) => {
          if (!(error instanceof PlatformRefused) || error.status !== 503) throw error;
          throw new Refused(
            `${error.message}; a log too long for one request is checked by the program ledger-check of payments`,
          );
        });
        const { result, events, entries, violations, checked, differences, documentsCompared, totals } = verdict;
        const rows = checked.map((invariant) => {
          const broken = violations.find((one) => one.invariant === invariant);
          if (invariant === 'I7' && differences > 0) return [invariant, 'BROKEN', `${String(differences)} documents differ`];
          if (!broken) return [invariant, 'holds', ''];
          return [invariant, 'BROKEN', `${broken.message} by ${broken.type} in ${broken.stream} revision ${broken.revision}`];
        });
        const text = [
          `${result}: ${String(events)} events, ${String(entries)} of them move money, ${String(documentsCompared)} documents compared`,
          ...table(['invariant', 'verdict', 'first'], rows),
          ...table(
            ['currency', 'debits - credits (minor units)'],
            totals.map(({ currency, difference }) => [currency, difference]),
          ),
        ];
        return { json: verdict, text, exit: result === 'sound' ? EXIT.ok : EXIT.problem };
      }),
    ),
  );
