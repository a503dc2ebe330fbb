import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Command, Outcome } from '../log/commands.js';
import { Log } from '../log/log.js';
import { jsonEvent } from './bookkeeping-stream.js';
import type { Consumer } from './connected-consumer.js';
import { GroupFailed, GroupMissing } from './group-errors.js';
import { rulesOf } from './group.factory.js';
import { CONFIGURATION_STREAM, checkpointStreamOf } from './names.js';
import { PersistentSubscriptions } from './persistent-subscriptions.js';
import type { GroupSettings } from './settings.js';

jest.setTimeout(30_000);

/** A log that can be told to refuse what is written to some streams, as one with a full disk does. */
class RefusingLog extends Log {
  refuses: (stream: string) => boolean = () => false;

  override execute(command: Command): Promise<Outcome> {
    if (!this.refuses(command.stream)) return super.execute(command);
    return Promise.resolve({ kind: 'refused', reason: 'The disk is full: nothing was written.' });
  }
}

let log: RefusingLog;
let subscriptions: PersistentSubscriptions;
/** Milliseconds added to the real clock. */
let ahead = 0;
const clock = { elapsed: () => performance.now() + ahead, now: Date.now };
beforeEach(() => {
  ahead = 0;
  log = new RefusingLog({ data: ':memory:', now: Date.now, fatal: (error) => expect(error).toBeUndefined() });
  subscriptions = new PersistentSubscriptions(log, clock);
  subscriptions.start();
});
afterEach(async () => {
  subscriptions.stop();
  await log.drained();
  log.close();
});

const name = { stream: 's', group: 'g' };
const settingsOf = (others: Partial<GroupSettings> = {}): GroupSettings => ({
  ...rulesOf({ checkPointAfterMs: 0, minCheckPointCount: 1 }),
  startFrom: 'start',
  links: 'as-is',
  statistics: 'plain',
  ...others,
});
const create = (others?: Partial<GroupSettings>) => subscriptions.create(name, settingsOf(others), undefined, 'tester');
const append = (stream: string, ...types: string[]) =>
  log.execute({ kind: 'append', stream, expected: 'any', events: types.map((type) => jsonEvent(type, '{}')) });

function connect(size = 10) {
  const delivered: { id: string; retries: number }[] = [];
  const consumer: Consumer = {
    size,
    from: 'here',
    user: 'tester',
    connectionName: 'test',
    deliver: ({ id }, retries) => {
      delivered.push({ id, retries });
      return 'sent';
    },
    dropped: () => undefined,
  };
  return { delivered, connection: subscriptions.connect(name, consumer) };
}
async function until(what: string, condition: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Not within 10 s: ${what}.`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('Where the log refuses to write', () => {
  it('a group is neither made, nor changed, nor deleted, and the reason is told', async () => {
    await create();
    log.refuses = (stream) => stream === CONFIGURATION_STREAM;
    const other = subscriptions.create({ stream: 's', group: 'other' }, settingsOf(), undefined, 'tester');
    await expect(other).rejects.toThrow(GroupFailed);
    await expect(subscriptions.update(name, settingsOf({ readBatchSize: 7 }), 'tester')).rejects.toThrow('The disk is full');
    await expect(subscriptions.delete(name, 'tester')).rejects.toThrow('The disk is full');
    expect(subscriptions.infos().map(({ definition }) => [definition.group, definition.settings.readBatchSize])).toEqual([
      ['g', 20],
    ]);
    log.refuses = () => false;
    await subscriptions.delete(name, 'tester');
    expect(() => subscriptions.info(name)).toThrow(GroupMissing);
  });
  it('a message that was to be parked is delivered again', async () => {
    await create();
    await append('s', 'Noted');
    const { delivered, connection } = connect();
    await until('it came', () => delivered.length === 1);
    log.refuses = (stream) => stream.endsWith('-parked');
    connection.nack(
      delivered.map(({ id }) => id),
      'park',
      'broken',
    );
    await until('it came again', () => delivered.length === 2);
    expect(subscriptions.info(name)).toMatchObject({ parked: 0, inFlight: 1, lastCheckpointed: '' });
    log.refuses = () => false;
    connection.nack([delivered[0]?.id ?? ''], 'park', 'broken');
    await until('it is parked', () => subscriptions.info(name).parked === 1);
  });
  it('a checkpoint is tried again a second later', async () => {
    await create();
    await append('s', 'Noted', 'Noted', 'Noted');
    const { delivered, connection } = connect();
    await until('they came', () => delivered.length === 3);
    const tried: string[] = [];
    log.refuses = (stream) => stream.endsWith('-checkpoint') && tried.push(stream) > 0;
    connection.ack([delivered[0]?.id ?? '']);
    await until('one was tried', () => tried.length > 0);
    connection.ack([delivered[1]?.id ?? '']);
    log.refuses = () => false;
    expect(subscriptions.info(name).lastCheckpointed).toBe('');
    ahead += 1_000;
    connection.ack([delivered[2]?.id ?? '']);
    await until('it is written', () => subscriptions.info(name).lastCheckpointed === '2');
  });
  it('a restart of the subsystem finds the groups as they were', async () => {
    await create();
    log.refuses = () => true;
    await subscriptions.restart();
    expect(subscriptions.infos()).toHaveLength(1);
  });
});

describe('What others wrote into the streams of the groups', () => {
  it('does not hide the last good configuration', async () => {
    await create({ readBatchSize: 9 });
    await append(CONFIGURATION_STREAM, 'PersistentConfig', 'SomethingElse');
    const later = new PersistentSubscriptions(log, clock);
    later.start();
    expect(later.infos().map(({ definition }) => definition.settings.readBatchSize)).toEqual([9]);
    later.stop();
  });
  it('is no checkpoint of a new group, be it left by a deletion that was cut short', async () => {
    const checkpoint = jsonEvent('SubscriptionCheckpoint', '"1"');
    await log.execute({ kind: 'append', stream: checkpointStreamOf('s::g'), expected: 'any', events: [checkpoint] });
    await append('s', 'Noted', 'Noted', 'Noted');
    await create();
    const { delivered } = connect();
    await until('all came', () => delivered.length === 3);
    expect(subscriptions.info(name).lastCheckpointed).toBe('');
  });
  it('may be a stream that is deleted for good', async () => {
    await create();
    for (const stream of [checkpointStreamOf('s::g'), '$persistentsubscription-s::g-parked']) {
      await log.execute({ kind: 'tombstone', stream, expected: 'any' });
    }
    await subscriptions.restart();
    await append('s', 'Noted');
    const { delivered, connection } = connect();
    await until('it came', () => delivered.length === 1);
    connection.ack([delivered[0]?.id ?? '']);
    subscriptions.replayParked(name, undefined);
    await until('it is handled', () => subscriptions.info(name).inFlight === 0);
    expect(subscriptions.info(name)).toMatchObject({ parked: 0, lastCheckpointed: '' });
  });
});

describe('A message that nobody answers', () => {
  it('is taken back by the clock alone', async () => {
    await create({ messageTimeoutMs: 30 });
    await append('s', 'Noted');
    const { delivered } = connect();
    await until('it came twice', () => delivered.length === 2);
    expect(delivered.map(({ retries }) => retries)).toEqual([0, 1]);
  });
});
