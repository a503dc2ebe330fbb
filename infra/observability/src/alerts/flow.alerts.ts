import type { RuleGroup } from '../rules/rule.js';

/** Relay, leases, consumers: facts on their way from log to processes. */
export const FLOW: RuleGroup = {
  name: 'guildhall-flow',
  alerts: [
    {
      name: 'RelayBehind',
      severity: 'page',
      expr: 'max by (service, topic) (relay_oldest_age_seconds) > 30',
      holds: '1m',
      summary: '{{ $labels.service }}: facts are not published',
      description: 'The oldest event that {{ $labels.topic }} lacks is more than 30 s old: no other service hears of it.',
      dashboard: 'event-flow',
      runbook: 'relay-behind',
    },
    {
      name: 'RelayHoles',
      severity: 'page',
      expr: [
        'sum by (service, topic) (increase(relay_audit_holes_total[15m])',
        '+ increase(relay_audit_order_violations_total[15m]) + increase(relay_audit_strangers_total[15m])) > 0',
      ].join(' '),
      summary: '{{ $labels.service }}: topic and log do not hold the same facts in the same order',
      description:
        'The auditor compared {{ $labels.topic }} with the log: a hole, an order violation, or a record that no fact stands behind.',
      dashboard: 'event-flow',
      runbook: 'relay-holes',
    },
    {
      name: 'RelayDiverged',
      severity: 'page',
      expr: 'max by (service, topic) (relay_diverged) == 1',
      summary: '{{ $labels.service }}: topic and log hold different events',
      description: 'The relay of {{ $labels.topic }} stopped with RELAY.LOG_DIVERGED: one of the two was restored or replaced.',
      dashboard: 'event-flow',
      runbook: 'relay-diverged',
    },
    {
      name: 'LeaseUnheld',
      severity: 'page',
      // Somebody told of this lease within the hour, be it a standby, and nobody holds it now.
      expr: 'max by (service, runner) (max_over_time(lease_held[1h])) >= 0 unless max by (service, runner) (lease_held) == 1',
      holds: '30s',
      summary: '{{ $labels.service }}: nobody runs the {{ $labels.runner }}',
      description: 'The lease of the {{ $labels.runner }} has no holder for 30 s: its work stands still.',
      dashboard: 'event-flow',
      runbook: 'lease-unheld',
    },
    {
      name: 'ConsumerLagGrowing',
      severity: 'warn',
      expr: [
        'max by (service, group, topic) (consumer_lag_seconds) > 60',
        'and max by (service, group, topic) (deriv(consumer_lag_seconds[10m])) > 0.05',
      ].join(' '),
      holds: '2m',
      summary: '{{ $labels.group }} falls behind on {{ $labels.topic }}',
      description:
        'The oldest fact in hand is over a minute old, and its age has grown for ten minutes while the group is alive.',
      dashboard: 'consumers',
      runbook: 'consumer-lag-growing',
    },
    {
      name: 'EventsParked',
      severity: 'warn',
      expr: 'max by (service, process) (parked_oldest_age_seconds) > 900',
      summary: '{{ $labels.service }}: messages of {{ $labels.process }} wait for an operator',
      description: 'A message that {{ $labels.process }} could not take is parked for more than 15 minutes, and its key with it.',
      dashboard: 'consumers',
      runbook: 'events-parked',
    },
  ],
};
