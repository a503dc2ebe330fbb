/** What a value counts or measures, in base units. */
export type MetricUnit =
  'seconds' | 'bytes' | 'events' | 'records' | 'position' | 'ratio' | 'minor units' | 'state' | 'unix seconds' | 'count';

/** Every label name there is, and what bounds its values. Ids, addresses and free text are never labels. */
export const LABELS = {
  service: 'the six services; put on every series of a process by its registry',
  method: 'methods of HTTP',
  route: 'route patterns of the service, or `unmatched`; never a path',
  status: 'status codes of HTTP',
  command: 'types of commands in the code',
  outcome:
    '`ok`, `refused`, `fault`; of an append `ok`, `conflict`, `unknown`, `unavailable`, `fault`; of a changed secret `taken`, `refused`, `kept`',
  secret: 'variables that come from files, and the files that connection strings name',
  category: 'stream categories of the service',
  projection: 'read models of the service',
  result: '`applied`, `poison`',
  state: 'states of a runner, read model or process in the code',
  runner: 'runners of the service',
  topic: 'topics of the registry',
  destination: 'topics of the registry',
  group: 'consumer groups of the service',
  consumergroup: 'consumer groups of the service',
  partition: 'partitions of a topic, 12',
  process: 'processes of the service, and `projection-<read model>` for what read models park',
  type: 'processes of the service; of an event its type; of the runtime a kind of resource',
  reason: 'error codes of the service, or kinds of failures',
  currency: 'currencies that the platform knows (ISO 4217)',
  kind: '`transfer`, `payout`; of the garbage collector its kinds',
  from: 'schema versions of an event type',
  family: 'families of series that are read when scraped',
  sink: 'read models of the service, its own topic and those that its groups read',
  certificate: '`event-store-authority`, `kafka-authority`, `key-store-authority`, `mongo-authority`',
  space: 'heap spaces of V8',
  version: 'the version of Node',
  major: 'the version of Node',
  minor: 'the version of Node',
  patch: 'the version of Node',
} as const;
export type LabelName = keyof typeof LABELS;

/** One series of the platform as its registry describes it; all carry the label `service` as well. */
export type MetricDefinition = Readonly<{
  /** Ends in the unit; counters end in `_total` (rules of observability.md). */
  name: string;
  kind: 'counter' | 'gauge' | 'histogram';
  help: string;
  unit: MetricUnit;
  labels: readonly LabelName[];
  /** The package that raises it. */
  owner: string;
  /** Upper bounds of a histogram, in its unit. */
  buckets?: readonly number[];
  /** Named by the design and raised by nobody yet: what it waits for. */
  waitsFor?: string;
}>;

type Details = Readonly<{ unit?: MetricUnit; buckets?: readonly number[]; waitsFor?: string }>;
type Define<Kind extends MetricDefinition['kind']> = (
  name: string,
  help: string,
  labels: readonly LabelName[],
  details?: Details,
) => MetricDefinition & Readonly<{ kind: Kind }>;

/** Makes the definitions of one owner; the unit is read from the end of the name unless given. */
export const metricsOf = (
  owner: string,
): Readonly<{ counter: Define<'counter'>; gauge: Define<'gauge'>; histogram: Define<'histogram'> }> => {
  const define =
    <Kind extends MetricDefinition['kind']>(kind: Kind): Define<Kind> =>
    (name, help, labels, { unit = unitOf(name), ...rest } = {}) => ({ name, kind, help, unit, labels, owner, ...rest });
  return { counter: define('counter'), gauge: define('gauge'), histogram: define('histogram') };
};

const ENDINGS: readonly (readonly [ending: string, unit: MetricUnit])[] = [
  ['_timestamp_seconds', 'unix seconds'],
  ['_seconds', 'seconds'],
  ['_bytes', 'bytes'],
  ['_position', 'position'],
  ['_ratio', 'ratio'],
  ['_minor_units', 'minor units'],
  ['_events', 'events'],
];

/** The unit that the name of a series ends in, before `_total`. */
export const unitOf = (name: string): MetricUnit => {
  const stem = name.replace(/_total$/, '');
  return ENDINGS.find(([ending]) => stem.endsWith(ending))?.[1] ?? 'count';
};
