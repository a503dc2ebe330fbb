const BY_HAND = 'for a look by hand; the dashboards show the share that tells most';

/** Series that stand in no panel and no rule, and why they are raised all the same. */
export const UNUSED: Readonly<Record<string, string>> = {
  runner_position: 'read by `npm run status` and the edge; the dashboards show relay and read models by their own series',
  ...Object.fromEntries(
    [
      'process_cpu_user_seconds_total',
      'process_cpu_system_seconds_total',
      'process_virtual_memory_bytes',
      'process_heap_bytes',
      'nodejs_eventloop_lag_seconds',
      'nodejs_eventloop_lag_min_seconds',
      'nodejs_eventloop_lag_max_seconds',
      'nodejs_eventloop_lag_mean_seconds',
      'nodejs_eventloop_lag_stddev_seconds',
      'nodejs_eventloop_lag_p50_seconds',
      'nodejs_eventloop_lag_p90_seconds',
      'nodejs_active_resources',
      'nodejs_active_resources_total',
      'nodejs_active_handles',
      'nodejs_active_handles_total',
      'nodejs_active_requests',
      'nodejs_active_requests_total',
      'nodejs_external_memory_bytes',
      'nodejs_heap_space_size_total_bytes',
      'nodejs_heap_space_size_used_bytes',
      'nodejs_heap_space_size_available_bytes',
      'nodejs_version_info',
    ].map((name) => [name, BY_HAND]),
  ),
};
