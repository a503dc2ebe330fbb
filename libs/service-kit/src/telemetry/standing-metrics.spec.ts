import { describe, expect, it } from '@jest/globals';
import { InMemoryEventStore, metadataOf, type ParkedMessage, type PendingTimer, type RunnerLag } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import type { RelayProgress } from '@guildhall/messaging';
import { LeaseMetrics } from './lease-metrics.js';
import { LogView } from './log-view.js';
import { createBareRegistry } from './metrics.js';
import { registerParkedMetrics } from './parked-metrics.js';
import { registerProcessMetrics } from './process-metrics.js';
import { registerProjectionMetrics } from './projection-metrics.js';
import { registerRelayMetrics } from './relay-metrics.js';
import { scrape } from './scrape.js';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');

/** A log of contracts with `count` events, one a second from noon on; the present is `now` seconds after noon. */
const aLog = async (count: number, now: number) => {
  let written = 0;
  const log = new InMemoryEventStore({ now: () => new Date(NOON + written++ * 1_000) });
  const positions: bigint[] = [];
  for (let index = 0; index < count; index += 1) {
    const context = { commandId: newId(), actor: { kind: 'system', id: 's' }, correlationId: 'c', causationId: 'c', occurredAt: '', region: 'eu' } as const; // prettier-ignore
    const event = { id: newId(), type: 'NoteWritten', data: {}, metadata: metadataOf(context, 1) };
    positions.push((await log.append(`contracts.note-${index}`, 'no_stream', [event])).position);
  }
  return { positions, view: new LogView(log, 'contracts', () => NOON + now * 1_000) };
};
const aRunner = (over: Partial<RunnerLag>): RunnerLag => ({
  runner: 'projection:notes',
  state: 'live',
  position: null,
  lagSeconds: 0,
  heartbeatAt: NOON + 30_000,
  advancedAt: NOON,
  parked: 0,
  ...over,
});
const generations = () => [{ projection: 'notes', generation: 3 }];

describe('The series of read models', () => {
  it('say 30 s when one stood still for 30 s, though its runner knows of nothing', async () => {
    const { view, positions } = await aLog(4, 30);
    const registry = createBareRegistry();
    registerProjectionMetrics(registry, { lag: () => [aRunner({ position: positions[0] ?? null })], generations }, view);
    const { body } = await scrape(registry, undefined);
    expect(body).toContain('projection_lag_seconds{projection="notes"} 29');
    expect(body).toContain('projection_lag_events{projection="notes"} 3');
    expect(body).toContain(`projection_head_position ${positions[3]}`);
    expect(body).toContain('projection_generation{projection="notes"} 3');
    expect(body).toContain('projection_state{projection="notes",state="live"} 1');
  });

  it('say 0 of a quiet store, with a heartbeat', async () => {
    const { view, positions } = await aLog(2, 3_600);
    const registry = createBareRegistry();
    registerProjectionMetrics(registry, { lag: () => [aRunner({ position: positions[1] ?? null })], generations }, view);
    const { body } = await scrape(registry, undefined);
    expect(body).toContain('projection_lag_seconds{projection="notes"} 0');
    expect(body).toContain(`projection_heartbeat_timestamp_seconds{projection="notes"} ${NOON / 1_000 + 30}`);
  });

  it('tell how far a rebuild has come', async () => {
    const { view, positions } = await aLog(4, 30);
    const registry = createBareRegistry();
    const lag = () => [aRunner({ state: 'rebuilding', position: (positions[3] ?? 0n) / 2n })];
    registerProjectionMetrics(registry, { lag, generations }, view);
    const [, share] =
      /projection_rebuild_progress_ratio\{projection="notes"\} (\S+)/.exec((await scrape(registry, undefined)).body) ?? [];
    expect(Number(share)).toBeGreaterThan(0.2);
    expect(Number(share)).toBeLessThan(0.8);
  });

  it('tell nothing but the state of a projector that another one replaced', async () => {
    const { view } = await aLog(2, 30);
    const registry = createBareRegistry();
    registerProjectionMetrics(registry, { lag: () => [aRunner({ state: 'stopped' })], generations }, view);
    const { body } = await scrape(registry, undefined);
    expect(body).toContain('projection_state{projection="notes",state="stopped"} 1');
    expect(body).not.toMatch(/^projection_lag_seconds\{/m);
  });
});

describe('The series of the relay', () => {
  const progress = (over: Partial<RelayProgress>): RelayProgress => ({
    state: 'connecting',
    position: null,
    pending: 0,
    lagSeconds: 0,
    epoch: null,
    ...over,
  });
  const told = async (now: RelayProgress | null) => {
    const { view } = await aLog(4, 30);
    const registry = createBareRegistry();
    registerRelayMetrics(registry, 'guildhall.contracts.events', () => now, view);
    return (await scrape(registry, undefined)).body;
  };

  it('show what waits while the broker was never reached', async () => {
    const body = await told(progress({}));
    expect(body).toContain('relay_oldest_age_seconds{topic="guildhall.contracts.events"} 30');
    expect(body).toContain('relay_pending_events{topic="guildhall.contracts.events"} 4');
    expect(body).toContain('relay_diverged{topic="guildhall.contracts.events"} 0');
  });

  it('show a topic that holds another log', async () => {
    expect(await told(progress({ state: 'diverged' }))).toContain('relay_diverged{topic="guildhall.contracts.events"} 1');
  });

  it.each([null, progress({ state: 'fenced' })])('are left to the instance that runs it: %j', async (now) => {
    expect(await told(now)).not.toMatch(/^relay_/m);
  });
});

describe('The series of what waits for people', () => {
  const parked = (process: string, key: string, minutes: number): ParkedMessage => ({
    messageId: newId(),
    process,
    key,
    reason: { code: 'FAULT', message: 'x' },
    parkedAt: new Date(NOON - minutes * 60_000).toISOString(),
    payload: { kind: 'event', stream: 's', revision: '0', position: '0' },
  });

  it('count parked keys and messages and know the oldest, without any key in a label', async () => {
    const registry = createBareRegistry();
    const list = () => [parked('refund', 'contract-1', 20), parked('refund', 'contract-1', 5), parked('refund', 'contract-2', 1)];
    registerParkedMetrics(registry, { list }, () => NOON);
    const { body } = await scrape(registry, undefined);
    expect(body).toContain('parked_keys{process="refund"} 2');
    expect(body).toContain('parked_events{process="refund"} 3');
    expect(body).toContain('parked_oldest_age_seconds{process="refund"} 1200');
    expect(body).not.toContain('contract-1');
  });

  it('count processes by what they wait for, and timers that are late', async () => {
    const registry = createBareRegistry();
    const timer = (key: string, minutes: number): PendingTimer =>
      ({ process: 'refund', key, dueAt: new Date(NOON + minutes * 60_000).toISOString() }) as PendingTimer;
    const timers = [timer('1', -2), timer('1', 5), timer('2', -0.5)];
    const escalated = [{ process: 'split', key: '7', codes: ['X'], since: '2026-03-01T00:00:00.000Z' }];
    const failing = (key: string, minutes: number) => ({ process: 'split', key, since: NOON - minutes * 60_000, attempts: 9, error: 'e' }); // prettier-ignore
    registerProcessMetrics(registry, {
      board: { everyTimer: () => timers, escalated: () => escalated },
      runner: { struggling: () => [failing('7', 30), failing('8', 1), failing('9', 6)] },
      businessMs: () => NOON,
      wallMs: () => NOON,
    });
    const { body } = await scrape(registry, undefined);
    expect(body).toContain('process_in_flight{type="refund",state="waiting"} 2');
    expect(body).toContain('process_in_flight{type="split",state="escalated"} 1');
    expect(body).toContain('process_in_flight{type="split",state="struggling"} 3');
    expect(body).toContain('process_stuck{type="split"} 2');
    expect(body).toContain('timers_pending 3');
    expect(body).toContain('timers_overdue 1');
  });

  it('tell who holds a lease', async () => {
    const registry = createBareRegistry();
    const leases = new LeaseMetrics(registry);
    leases.wanted('relay');
    expect((await scrape(registry, undefined)).body).toContain('lease_held{runner="relay"} 0');
    leases.took('relay', 4n);
    expect((await scrape(registry, undefined)).body).toMatch(/lease_held\{runner="relay"\} 1[^]*lease_term\{runner="relay"\} 4/);
    leases.lost('relay');
    expect((await scrape(registry, undefined)).body).toMatch(
      /lease_held\{runner="relay"\} 0[^]*lease_lost_total\{runner="relay"\} 1/,
    );
  });
});
