import { metricsOf, type LabelName, type MetricDefinition } from './metric-definition.js';

const node = metricsOf('prom-client');
const gauge = (name: string, help: string, labels: readonly LabelName[] = []): MetricDefinition => node.gauge(name, help, labels);
const lag = (part: string): MetricDefinition => gauge(`nodejs_eventloop_lag_${part}_seconds`, `Lag of the event loop: ${part}`);

/** What prom-client's `collectDefaultMetrics` registers on Linux under Node 20 and newer; a spec compares the two. */
export const RUNTIME_METRICS: readonly MetricDefinition[] = [
  node.counter('process_cpu_user_seconds_total', 'CPU time in user mode', []),
  node.counter('process_cpu_system_seconds_total', 'CPU time in the kernel', []),
  node.counter('process_cpu_seconds_total', 'CPU time', []),
  node.gauge('process_start_time_seconds', 'When the process started', [], { unit: 'unix seconds' }),
  gauge('process_resident_memory_bytes', 'Resident memory'),
  gauge('process_virtual_memory_bytes', 'Virtual memory'),
  gauge('process_heap_bytes', 'Heap of the process'),
  gauge('process_open_fds', 'File descriptors that are open'),
  gauge('process_max_fds', 'File descriptors that may be open'),
  gauge('nodejs_eventloop_lag_seconds', 'Lag of the event loop at the scrape'),
  ...['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'].map(lag),
  gauge('nodejs_active_resources', 'What keeps the event loop alive', ['type']),
  gauge('nodejs_active_resources_total', 'What keeps the event loop alive, all kinds'),
  gauge('nodejs_active_handles', 'Handles of libuv', ['type']),
  gauge('nodejs_active_handles_total', 'Handles of libuv, all kinds'),
  gauge('nodejs_active_requests', 'Requests of libuv', ['type']),
  gauge('nodejs_active_requests_total', 'Requests of libuv, all kinds'),
  gauge('nodejs_heap_size_total_bytes', 'Heap of V8'),
  gauge('nodejs_heap_size_used_bytes', 'Heap of V8 in use'),
  gauge('nodejs_external_memory_bytes', 'Memory of V8 outside its heap'),
  gauge('nodejs_heap_space_size_total_bytes', 'Size of a heap space', ['space']),
  gauge('nodejs_heap_space_size_used_bytes', 'Heap space in use', ['space']),
  gauge('nodejs_heap_space_size_available_bytes', 'Heap space that is free', ['space']),
  gauge('nodejs_version_info', 'The version of Node', ['version', 'major', 'minor', 'patch']),
  node.histogram('nodejs_gc_duration_seconds', 'Pauses of the garbage collector', ['kind'], {
    buckets: [0.001, 0.01, 0.1, 1, 2, 5],
  }),
];
