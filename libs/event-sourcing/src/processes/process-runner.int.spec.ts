import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  newId,
  send,
  startTimer,
  type Decider,
  type DomainEvent,
  type ProcessManager,
  type Command,
  type OwnEvent,
  type TimerDue,
  type CommandRefused,
} from '@guildhall/kernel';
import { CommandHandler } from '../commands/command-handler.js';
import type { CommandContext } from '../commands/command-context.js';
import { EventSourcedParking } from '../parking/event-sourced-parking.js';
import { testEventStoreUrl } from '../store/contract/config.js';
import { EventStoreDbStore } from '../store/eventstoredb.store.js';
import { eventually } from '../subscriptions/fixtures/eventually.js';
import { eventsOf, ShopClock } from './fixtures/shop.js';
import { ProcessBoard } from './process-board.js';
import { ProcessRunner } from './process-runner.js';
import { TimerRunner } from './timer-runner.js';

type ParcelEvent =
  | DomainEvent<'ParcelSent', { parcelId: string; at: string }>
  | DomainEvent<'ParcelNoted', { parcelId: string }>
  | DomainEvent<'ParcelLost', { parcelId: string }>;
type ParcelCommand = Command<'SendParcel' | 'NoteParcel' | 'LoseParcel', { parcelId: string; at?: string }>;
type Input =
  | OwnEvent<'ParcelSent', { parcelId: string; at: string }>
  | TimerDue<'arrival', { parcelId: string }>
  | CommandRefused<{ parcelId: string }>;

const decider: Decider<ParcelCommand, ParcelEvent, object> = {
  initialState: () => ({}),
  decide({ type, data: { parcelId, at = '' } }) {
    switch (type) {
      case 'SendParcel': return [{ type: 'ParcelSent', data: { parcelId, at } }];
      case 'NoteParcel': return [{ type: 'ParcelNoted', data: { parcelId } }];
      case 'LoseParcel': return [{ type: 'ParcelLost', data: { parcelId } }];
    }
  },
  evolve: (state) => state,
}; // prettier-ignore

const PARCELS = 20;

describe('Processes on the real event store', () => {
  // A service of its own for each run: suites share one log.
  const service = `suite${newId().replaceAll('-', '')}`;
  const storage = { category: `${service}.parcel`, schemaVersions: { ParcelSent: 1, ParcelNoted: 1, ParcelLost: 1 } };
  const manager: ProcessManager<Input, Readonly<{ sent: number }>> = {
    name: 'parcel-watch',
    from: [storage.category],
    correlate: ({ data }) => data.parcelId,
    initialState: () => ({ sent: 0 }),
    evolve(state, { type }) {
      switch (type) {
        case 'ParcelSent': return { sent: state.sent + 1 };
        case 'timer.arrival': case 'CommandRefused': return state;
      }
    },
    react({ type, data: { parcelId, ...data } }) {
      switch (type) {
        case 'ParcelSent': return [send('note', { type: 'NoteParcel', data: { parcelId } }), startTimer('arrival', String((data as { at: string }).at), { parcelId })];
        case 'timer.arrival': return [send('lose', { type: 'LoseParcel', data: { parcelId } })];
        case 'CommandRefused': return [];
      }
    },
  }; // prettier-ignore
  const clock = new ShopClock();
  let store: EventStoreDbStore;
  let parcels: CommandHandler<ParcelCommand, ParcelEvent, object>;

  const open = async (): Promise<{ timers: TimerRunner; board: ProcessBoard; runner: ProcessRunner; stop(): Promise<void> }> => {
    const parking = new EventSourcedParking({ store, service });
    await parking.start();
    const route = (command: ParcelCommand, context: CommandContext): Promise<unknown> =>
      parcels.handle(command.data.parcelId, command, context);
    const routes = { NoteParcel: route, LoseParcel: route };
    const runner = new ProcessRunner({ store, service, processes: [manager], routes, parking, clock, storages: [storage] });
    await runner.start();
    const board = new ProcessBoard({ store, service });
    await board.start();
    const timers = new TimerRunner({ board, runner, clock });
    timers.start();
    const stop = async (): Promise<void> => {
      await runner.stop();
      await timers.stop();
      await board.stop();
      await parking.stop();
    };
    return { timers, board, runner, stop };
  };
  const sendParcel = async (parcelId: string): Promise<void> => {
    const id = newId();
    const at = new Date(clock.now().getTime() + 86_400_000).toISOString();
    const context = {
      commandId: id,
      actor: { kind: 'account', id: 'a' },
      correlationId: id,
      causationId: id,
      occurredAt: at,
      region: 'eu',
    } as const;
    await parcels.handle(parcelId, { type: 'SendParcel', data: { parcelId, at } }, context);
  };
  const typesOfAll = async (): Promise<readonly string[]> => {
    const all = await Promise.all(Array.from({ length: PARCELS }, (_, n) => eventsOf(store, `${storage.category}-p${n}`)));
    return all.map((events) => events.map(({ type }) => type).join());
  };

  beforeAll(() => {
    store = new EventStoreDbStore(testEventStoreUrl());
    parcels = new CommandHandler(store, storage, decider);
  });
  afterAll(() => store.close());

  it('deliver every order once and fire every timer once across a restart', async () => {
    const first = await open();
    await Promise.all(Array.from({ length: PARCELS }, (_, n) => sendParcel(`p${n}`)));
    await eventually('the first notes', async () => (await typesOfAll()).some((types) => types.includes('ParcelNoted')), 20_000);
    await first.stop();
    const second = await open();
    await eventually('all notes', async () => (await typesOfAll()).every((types) => types === 'ParcelSent,ParcelNoted'), 20_000);
    await eventually('all timers', () => second.board.pendingTimers().length === PARCELS, 20_000);
    clock.passDays(1);
    second.timers.wake();
    await eventually('all losses', async () => (await typesOfAll()).every((types) => types.endsWith('ParcelLost')), 20_000);
    await second.stop();
    const third = await open();
    expect(third.board.pendingTimers()).toEqual([]);
    await third.stop();
    expect(new Set(await typesOfAll())).toEqual(new Set(['ParcelSent,ParcelNoted,ParcelLost']));
    expect(third.runner.lag().position).not.toBeNull();
  }, 90_000);
});
