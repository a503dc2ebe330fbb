import type { ServiceName } from '@guildhall/kernel';
import { Command, InvalidArgumentError, Option } from 'commander';
import { EXIT } from '../exit-codes.js';
import type { Outcome } from '../output/outcome.js';
import { table } from '../output/table.js';
import type { AuditCounts, AuditFinding, AuditStretch } from '../platform/answers.js';
import type { World } from '../world.js';
import { atDesk, serviceOption, servicesOf, verb, type Common, type Desk, type End } from './verb.js';

type Options = Common & Readonly<{ service?: ServiceName; from?: string }>;
type Report = Readonly<{ service: ServiceName; topic: string; counts: AuditCounts; findings: readonly AuditFinding[] }>;

const position = (text: string): string => {
  if (/^\d{1,20}$/.test(text)) return text;
  throw new InvalidArgumentError('It has to be a position of the log.');
};

export const auditVerb = (world: World, end: End): Command =>
  new Command('audit').description('compares what the stores hold').addCommand(relay(world, end));

const relay = (world: World, end: End): Command =>
  verb('relay', 'compares each log, up to what its relay has told, with its topic; 1 where they differ')
    .addOption(serviceOption())
    .addOption(
      new Option('--from <position>', 'leave out facts up to this position of the log, as `lag` tells positions').argParser(
        position,
      ),
    )
    .action((options: Options) =>
      atDesk(world, options, end, async (desk) => {
        const reports: Report[] = [];
        for (const service of servicesOf(options)) reports.push(await audited(desk, service, options.from));
        return outcomeOf(reports);
      }),
    );

const NOTHING: AuditCounts = { facts: 0, records: 0, holes: 0, orderViolations: 0, strangers: 0, repeats: 0, otherEpochs: 0 };

/** All stretches of one service. */
const audited = async ({ platform, say }: Desk, service: ServiceName, from?: string): Promise<Report> => {
  const path = `/${service}/operations/relay/audits`;
  await platform.demand(service, 'post', path);
  let report: Report = { service, topic: '', counts: NOTHING, findings: [] };
  let body: object = from === undefined ? {} : { from };
  for (;;) {
    const { topic, done, reached, next, counts, findings } = await platform.post<AuditStretch>(path, body);
    report = { service, topic, counts: sumOf(report.counts, counts), findings: [...report.findings, ...findings] };
    say(`${service}: ${String(report.counts.facts)} facts compared, up to position ${reached ?? 'none'}`);
    if (done) return report;
    body = { at: next };
  }
};

const sumOf = (one: AuditCounts, other: AuditCounts): AuditCounts => ({
  facts: one.facts + other.facts,
  records: one.records + other.records,
  holes: one.holes + other.holes,
  orderViolations: one.orderViolations + other.orderViolations,
  strangers: one.strangers + other.strangers,
  repeats: one.repeats + other.repeats,
  otherEpochs: one.otherEpochs + other.otherEpochs,
});

const outcomeOf = (reports: readonly Report[]): Outcome => {
  const faults = reports.reduce((sum, { counts }) => sum + counts.holes + counts.orderViolations + counts.strangers, 0);
  const rows = reports.map(({ service, counts: of }) => [
    ...[service, of.facts, of.records, of.holes, of.orderViolations, of.strangers, of.repeats, of.otherEpochs],
  ]);
  const named = reports.flatMap(({ service, findings }) =>
    findings.map(({ kind, partition, offset, position: at, eventId, type }) => [
      service,
      kind,
      partition,
      offset,
      at,
      type,
      eventId,
    ]),
  );
  const heading = ['service', 'facts', 'records', 'holes', 'out of order', 'strangers', 'repeats', 'other epochs'];
  const details = ['service', 'finding', 'partition', 'offset', 'position', 'fact', 'event'];
  const text = [...table(heading, rows), ...(named.length > 0 ? ['', ...table(details, named)] : [])];
  return { json: { sound: faults === 0, audits: reports }, text, exit: faults === 0 ? EXIT.ok : EXIT.problem };
};
