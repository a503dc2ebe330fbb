import { MESSAGING_METRICS, type MetricSpec } from '@guildhall/messaging';
import { metricsOf, unitOf, type LabelName, type MetricDefinition } from './metric-definition.js';
import { RUNTIME_METRICS } from './runtime-metrics.js';

/** Durations of commands, batches and requests, in seconds. */
const DURATIONS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** One append: a disk on its good days to its worst, in seconds. */
const APPENDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 3];
/** How late a timer fires, in seconds: a minute is the objective. */
const DELAYS = [0.1, 0.5, 1, 5, 15, 60, 300, 3_600];

const kit = metricsOf('@guildhall/service-kit');
const log = metricsOf('@guildhall/event-sourcing');
const broker = metricsOf('@guildhall/messaging');
const payments = metricsOf('@guildhall/payments');
const commandLine = metricsOf('@guildhall/cli');

/** Every series that Guildhall's own code raises; nothing is registered that does not stand here (observability.md, Metrics). */
export const METRIC = {
  httpDuration: kit.histogram(
    'http_server_request_duration_seconds',
    'Requests by route pattern',
    ['method', 'route', 'status'],
    { buckets: DURATIONS },
  ),
  commandDuration: log.histogram(
    'command_duration_seconds',
    'Commands, from their turn on the stream to the append',
    ['command', 'outcome'],
    { buckets: DURATIONS },
  ),
  commandRetries: log.counter('command_retries_total', 'Commands decided again because another one came first', ['command']),
  idempotentReplays: log.counter('idempotent_replays_total', 'Requests answered as the first time', ['command']),
  appendDuration: kit.histogram('eventstore_append_duration_seconds', 'Appends to the log', ['outcome'], { buckets: APPENDS }),
  conflicts: kit.counter('eventstore_conflicts_total', 'Appends that met another revision', ['category']),
  unknownOutcomes: kit.counter('eventstore_unknown_outcomes_total', 'Appends whose outcome stayed open', []),
  upcasts: log.counter('upcast_total', 'Events lifted from an older schema version while they were read', ['type', 'from']),

  projectionGeneration: log.gauge('projection_generation', 'Generation of a read model: one more for each rebuild', [
    'projection',
  ]),
  projectionLost: log.counter('projection_lost_total', 'Read models built anew from the log', ['projection']),
  projectionHead: log.gauge('projection_head_position', "Position of the service's last event in the log", []),
  projectionPosition: log.gauge('projection_position', 'Position a read model has reached, -1 before the first event', [
    'projection',
  ]),
  projectionLagEvents: log.gauge('projection_lag_events', 'Events of the service after it, counted up to 1,000', ['projection']),
  projectionLag: log.gauge('projection_lag_seconds', 'Age of the next unprocessed event, 0 if there is none', ['projection']),
  projectionAdvanced: log.gauge('projection_last_advance_timestamp_seconds', 'When it last moved on', ['projection']),
  projectionHeartbeat: log.gauge('projection_heartbeat_timestamp_seconds', 'When its runner last showed life', ['projection']),
  projectionProcessed: log.counter('projection_events_processed_total', 'Events handled', ['projection', 'result']),
  projectionDuration: log.histogram(
    'projection_handle_duration_seconds',
    'One batch of one read model',
    ['projection', 'outcome'],
    {
      buckets: DURATIONS,
    },
  ),
  projectionState: log.gauge('projection_state', '1 for the state that a read model is in', ['projection', 'state'], {
    unit: 'state',
  }),
  projectionRebuild: log.gauge('projection_rebuild_progress_ratio', 'Share of the log that a rebuild has read', ['projection']),
  projectionPoison: log.counter('projection_poison_total', 'Events that a read model could not take', ['projection']),
  rebuildEvents: kit.counter('projection_rebuild_events_total', 'Events read by rebuilds', []),
  rebuildSeconds: kit.counter('projection_rebuild_seconds_total', 'Wall time of rebuilds', []),

  scrapeFailures: kit.counter('scrape_failures_total', 'Looks at a scrape that failed: their series are missing', ['family']),
  runnerLag: kit.gauge('runner_lag_seconds', 'Age of the next unhandled event, 0 if none', ['runner', 'state']),
  runnerPosition: kit.gauge('runner_position', 'Last handled $all position, -1 before the first', ['runner', 'state']),
  runnerHeartbeat: kit.gauge('runner_heartbeat_timestamp_seconds', 'When the runner last showed life', ['runner', 'state']),
  runnerAdvanced: kit.gauge('runner_last_advance_timestamp_seconds', 'When the runner last moved on', ['runner', 'state']),

  relayDuration: broker.histogram(
    'messaging_client_operation_duration_seconds',
    'One send to the broker, acknowledged',
    ['destination', 'outcome'],
    { buckets: DURATIONS },
  ),
  messagesSent: broker.counter('messaging_client_sent_messages_total', 'Records sent', ['destination'], { unit: 'records' }),
  processDuration: broker.histogram(
    'messaging_process_duration_seconds',
    'One fact handed to one process',
    ['destination', 'outcome'],
    { buckets: DURATIONS },
  ),
  relayPosition: broker.gauge('relay_position', '$all position up to which every fact lies in the topic, -1 before the first', [
    'topic',
  ]),
  relayPending: broker.gauge('relay_pending_events', 'Events not published or not looked at yet, counted up to 1,000', ['topic']),
  relayOldestAge: broker.gauge('relay_oldest_age_seconds', 'Age of the oldest of them, 0 if none', ['topic']),
  relayDiverged: broker.gauge('relay_diverged', '1 when topic and log hold different events, else 0', ['topic'], {
    unit: 'state',
  }),
  storeEpoch: broker.gauge('relay_store_epoch', 'Number of the log since its last restore', []),

  leaseHeld: kit.gauge('lease_held', '1 while this process holds the lease, else 0', ['runner'], { unit: 'state' }),
  leaseTerm: kit.gauge('lease_term', 'Term of the lease that this process took last', ['runner']),
  leaseLost: kit.counter('lease_lost_total', 'Leases taken over by another process', ['runner']),

  consumerLag: broker.gauge('consumer_lag_seconds', 'Age of the oldest fact in hand, 0 if none is', ['group', 'topic']),
  inboxDuplicates: log.counter('inbox_duplicates_total', 'Inputs that a process had taken before', ['process']),
  factsNoted: log.counter('facts_noted_total', 'Commands of a process that changed nothing and were noted', ['process']),
  parkedKeys: kit.gauge('parked_keys', 'Keys whose messages wait for an operator', ['process']),
  parkedEvents: kit.gauge('parked_events', 'Messages that wait for an operator', ['process']),
  parkedAge: kit.gauge('parked_oldest_age_seconds', 'Age of the oldest of them', ['process']),

  processInFlight: kit.gauge('process_in_flight', 'Processes that wait for a timer, an operator or what is away', [
    'type',
    'state',
  ]),
  processStepDuration: log.histogram('process_step_duration_seconds', 'One input of one process', ['process', 'outcome'], {
    buckets: DURATIONS,
  }),
  processStuck: kit.gauge('process_stuck', 'Processes that were escalated or have failed for five minutes', ['type']),
  timersPending: kit.gauge('timers_pending', 'Timers that have not fired', []),
  timersOverdue: kit.gauge('timers_overdue', 'Timers that should have fired a minute ago, by business time', []),
  timerDelay: log.histogram('timer_fire_delay_seconds', 'How late timers fired, by business time', ['process'], {
    buckets: DELAYS,
  }),

  ledgerImbalance: payments.gauge('ledger_imbalance_minor_units', 'Debits minus credits of all postings; must be 0', [
    'currency',
  ]),
  escrowHeld: payments.gauge('escrow_held_minor_units', 'Money held for milestones, frozen money included', ['currency']),
  escrowNegative: payments.gauge('escrow_negative_accounts', 'Escrow accounts below zero; must be 0', []),
  clearingAge: payments.gauge('clearing_oldest_age_seconds', 'Age of the oldest money in transit: wall time of a transfer, business time of a payout', ['kind']), // prettier-ignore
  moneyRefused: payments.counter('money_refused_total', 'Commands that payments refused, by code', ['reason']),

  canaryAge: kit.gauge('canary_age_seconds', 'Age of the newest canary that the sink has', ['sink']),
  erasurePending: kit.gauge('erasure_pending', 'Forgotten people whose words read models of the service may still hold', []),
  erasureAge: kit.gauge('erasure_oldest_age_seconds', 'Age of the oldest order to erase that waits; 0 when none does', []),
  backupAt: commandLine.gauge('backup_last_success_timestamp_seconds', 'End of the last backup that was verified', []),
  restoreDrillAt: commandLine.gauge('restore_drill_last_success_timestamp_seconds', 'End of the last restore drill', []),
  certificateExpiry: kit.gauge('certificate_expiry_timestamp_seconds', 'When an authority ends that a store is trusted by', [
    'certificate',
  ]),
  secretReloads: kit.counter('secret_reloads_total', 'Changed files of secrets, by what became of them', ['secret', 'outcome']),
} as const satisfies Readonly<Record<string, MetricDefinition>>;

const ofMessaging = ({ name, kind, help, labels }: MetricSpec): MetricDefinition => ({
  name,
  kind,
  help,
  labels: labels as readonly LabelName[],
  unit: unitOf(name),
  owner: '@guildhall/messaging',
});

/**
 * The one list of all series of a process: Guildhall's own, those that messaging writes by its port, and the runtime's. Reference page,
 * dashboards and rules are checked against it.
 */
export const METRIC_REGISTRY: readonly MetricDefinition[] = [
  ...Object.values<MetricDefinition>(METRIC),
  ...Object.values<MetricSpec>(MESSAGING_METRICS).map(ofMessaging),
  ...RUNTIME_METRICS,
];
