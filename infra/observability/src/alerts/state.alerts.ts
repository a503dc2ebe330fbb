import type { RuleGroup } from '../rules/rule.js';

/** Read models, processes and timers: what the log has become. */
export const STATE: RuleGroup = {
  name: 'guildhall-state',
  alerts: [
    {
      name: 'ProjectionStale',
      severity: 'warn',
      expr: 'max by (service, projection) (projection_lag_seconds) > 30',
      holds: '1m',
      summary: '{{ $labels.service }}: the read model {{ $labels.projection }} is stale',
      description: 'The next event that {{ $labels.projection }} has not seen is more than 30 s old: its answers are old or 503.',
      dashboard: 'projections',
      runbook: 'projection-stale',
    },
    {
      name: 'ProjectionStuck',
      severity: 'page',
      expr: [
        'max by (service, projection) (projection_position) < on (service) group_left () max by (service) (projection_head_position)',
        'and max by (service, projection) (projection_last_advance_timestamp_seconds) < time() - 120',
        'and max by (service, projection) (projection_heartbeat_timestamp_seconds) > time() - 30',
      ].join(' '),
      holds: '1m',
      summary: '{{ $labels.service }}: the read model {{ $labels.projection }} does not move',
      description: 'Its runner is alive and events wait, yet {{ $labels.projection }} has not advanced for two minutes.',
      dashboard: 'projections',
      runbook: 'projection-stuck',
    },
    {
      name: 'ProcessStuck',
      severity: 'warn',
      expr: 'max by (service, type) (process_stuck) > 0',
      holds: '1m',
      summary: '{{ $labels.service }}: {{ $labels.type }} does not go on',
      description: 'At least one {{ $labels.type }} was handed to the operators, or has failed for more than five minutes.',
      dashboard: 'processes',
      runbook: 'process-stuck',
    },
    {
      name: 'TimerOverdue',
      severity: 'page',
      expr: 'max by (service) (timers_overdue) > 0',
      holds: '1m',
      summary: '{{ $labels.service }}: timers do not fire',
      description:
        'A timer that fell due more than a minute ago has not fired: deadlines that people rely on pass without effect.',
      dashboard: 'processes',
      runbook: 'timer-overdue',
    },
  ],
};
