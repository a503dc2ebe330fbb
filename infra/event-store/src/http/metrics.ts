import { DURATION_BOUNDS, type Durations, type Meter } from '../stats/meter.js';
import type { GroupFacts, ProjectionFacts, StatsFacts } from '../stats/facts.js';
import { processSnapshot, systemSnapshot } from '../stats/snapshot.js';
import { series, type Sample } from './prometheus.js';

/** All series, under the original's names and units where it has them. */
export function metricsText(facts: StatsFacts): string {
  const { log, meter, connections } = facts;
  return [
    series('eventstore_io_events', 'counter', 'Events read and written', [
      { labels: { activity: 'read' }, value: meter.read.events },
      { labels: { activity: 'written' }, value: log.written.events },
    ]),
    series('eventstore_io_bytes', 'counter', 'Bytes of events read and written', [
      { labels: { activity: 'read' }, value: meter.read.bytes },
      { labels: { activity: 'written' }, value: log.written.bytes },
    ]),
    series('eventstore_checkpoints', 'gauge', 'Position of the last committed event', [
      { labels: { name: 'writer', read: 'non-flushed' }, value: log.lastPosition },
    ]),
    series('eventstore_kestrel_connections', 'gauge', 'Open connections', [{ value: connections() }]),
    grpcSeries(meter),
    processSeries(facts),
    systemSeries(facts),
    groupSeries(facts.groups()),
    projectionSeries(facts.projections()),
  ].join('');
}

function grpcSeries({ calls, durations }: Meter): string {
  const kinds = {
    total: calls.total,
    failed: calls.failed,
    unimplemented: calls.unimplemented,
    'deadline-exceeded': calls.deadlineExceeded,
  };
  return [
    series('eventstore_current_incoming_grpc_calls', 'gauge', 'gRPC calls under way', [{ value: calls.current }]),
    series(
      'eventstore_incoming_grpc_calls',
      'counter',
      'gRPC calls since the start',
      Object.entries(kinds).map(([kind, value]) => ({ labels: { kind }, value })),
    ),
    series(
      'eventstore_grpc_method_duration_seconds',
      'histogram',
      'Duration of gRPC calls by method, in seconds',
      [...durations].flatMap(([key, each]) => histogram(key, each)),
    ),
  ].join('');
}

function histogram(key: string, { counts, total, seconds }: Durations): readonly Sample[] {
  const [activity = '', status = ''] = key.split(' ');
  const labels = { activity, status };
  return [
    ...DURATION_BOUNDS.map((bound, index) => ({
      suffix: '_bucket',
      labels: { ...labels, le: String(bound) },
      value: counts[index] ?? 0,
    })),
    { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: total },
    { suffix: '_sum', labels, value: seconds },
    { suffix: '_count', labels, value: total },
  ];
}

function processSeries({ load }: StatsFacts): string {
  const { pid, upSeconds, memoryBytes, heapBytes, cpuPercent, diskBytes, diskOperations } = processSnapshot(load.percent);
  const both = ({ read, written }: Readonly<{ read: number; written: number }>): readonly Sample[] => [
    { labels: { activity: 'read' }, value: read },
    { labels: { activity: 'written' }, value: written },
  ];
  return [
    series('eventstore_proc_up_time', 'counter', 'Seconds since the start', [{ labels: { pid: String(pid) }, value: upSeconds }]),
    series('eventstore_proc_cpu', 'gauge', 'Processor use of the process, in percent of a core', [{ value: cpuPercent }]),
    series('eventstore_proc_mem_bytes', 'gauge', 'Memory of the process', [
      { labels: { kind: 'working-set' }, value: memoryBytes },
    ]),
    series('eventstore_gc_heap_size_bytes', 'gauge', 'JavaScript heap in use', [{ value: heapBytes }]),
    series('eventstore_disk_io_bytes', 'counter', 'Bytes read from and written to the disk', diskBytes ? both(diskBytes) : []),
    series('eventstore_disk_io_operations', 'counter', 'Reads from and writes to the disk', both(diskOperations)),
  ].join('');
}

function systemSeries({ data }: StatsFacts): string {
  const { load, freeMemory, totalMemory, disk } = systemSnapshot(data);
  return [
    series(
      'eventstore_sys_load_avg',
      'gauge',
      'Load of the machine',
      Object.entries(load).map(([period, value]) => ({ labels: { period }, value })),
    ),
    series('eventstore_sys_mem_bytes', 'gauge', 'Memory of the machine', [
      { labels: { kind: 'free' }, value: freeMemory },
      { labels: { kind: 'total' }, value: totalMemory },
    ]),
    series(
      'eventstore_sys_disk_bytes',
      'gauge',
      'File system of the log',
      disk
        ? [
            { labels: { disk: disk.path, kind: 'used' }, value: disk.totalBytes - disk.availableBytes },
            { labels: { disk: disk.path, kind: 'total' }, value: disk.totalBytes },
          ]
        : [],
    ),
  ].join('');
}

function groupSeries(groups: readonly GroupFacts[]): string {
  const each = (value: (group: GroupFacts) => number): readonly Sample[] =>
    groups.map((facts) => ({ labels: { event_stream_id: facts.stream, group_name: facts.group }, value: value(facts) }));
  const name = 'eventstore_persistent_sub';
  return [
    series(
      `${name}_connections`,
      'gauge',
      'Consumers of a persistent subscription',
      each(({ connections }) => connections),
    ),
    series(
      `${name}_in_flight_messages`,
      'gauge',
      'Messages delivered and not answered',
      each(({ inFlight }) => inFlight),
    ),
    series(
      `${name}_parked_messages`,
      'gauge',
      'Parked messages',
      each(({ parked }) => parked),
    ),
    series(
      `${name}_items_processed`,
      'counter',
      'Messages handled',
      each(({ processed }) => processed),
    ),
  ].join('');
}

function projectionSeries(projections: readonly ProjectionFacts[]): string {
  const each = (value: (projection: ProjectionFacts) => number): readonly Sample[] =>
    projections.map((facts) => ({ labels: { projection: facts.name }, value: value(facts) }));
  return [
    series(
      'eventstore_projection_running',
      'gauge',
      '1 while a projection runs',
      each(({ running }) => (running ? 1 : 0)),
    ),
    series(
      'eventstore_projection_progress',
      'gauge',
      'Share of the log that is done, from 0 to 1',
      each(({ progress }) => progress),
    ),
    series(
      'eventstore_projection_events_processed_after_restart_total',
      'counter',
      'Events handled since the start',
      each(({ processed }) => processed),
    ),
    series(
      'eventstore_projection_status',
      'gauge',
      '1 for the status that a projection has',
      projections.map(({ name, status }) => ({ labels: { projection: name, status }, value: 1 })),
    ),
  ].join('');
}
