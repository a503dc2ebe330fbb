import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Log } from '../log/log.js';
import { until } from '../conformance/fixture.js';
import { openLog } from '../conformance/log-fixture.js';
import { append, linksIn, proposed, readAll, setMetadata, settled } from '../conformance/projections-fixture.js';
import type { ProjectionLog } from './projection-log.js';
import { textOf } from './standard/bytes.js';
import { SystemProjections, type ProjectionOptions } from './system-projections.js';

// Generous: on a busy machine thousands of links take their time.
jest.setTimeout(60_000);

let log: Log;
beforeEach(() => {
  log = openLog(':memory:');
});
afterEach(() => log.close());

const ON: ProjectionOptions = { run: 'System', startStandard: true };
const OFF: ProjectionOptions = { run: 'System', startStandard: false };

async function started(options: ProjectionOptions, on: ProjectionLog = log): Promise<SystemProjections> {
  const projections = new SystemProjections(on, options);
  await projections.start();
  return projections;
}
function projection(projections: SystemProjections, name: string) {
  const found = projections.find(name);
  if (!found) throw new Error(`No projection ${name}.`);
  return found;
}
const types = (stream: string): string[] => readAll(log, stream).map(({ type }) => type);
const orders = (count: number) => Array.from({ length: count }, () => proposed('OrderPlaced'));

describe('The subsystem of projections', () => {
  it('registers its projections once and leaves them off', async () => {
    const first = await started(OFF);
    expect(first.all.map(({ statistics: { name, status } }) => [name, status])).toEqual([
      ['$streams', 'Stopped'],
      ['$stream_by_category', 'Stopped'],
      ['$by_category', 'Stopped'],
      ['$by_event_type', 'Stopped'],
      ['$by_correlation_id', 'Stopped'],
    ]);
    const end = log.lastPosition;
    await started(OFF);
    expect(log.lastPosition).toBe(end);
    expect(types('$projections-$all')).toEqual(['$ProjectionsInitialized', ...Array<string>(5).fill('$ProjectionCreated')]);
    expect(types('$projections-$streams')).toEqual(['$ProjectionUpdated']);
  });
  it('links history and what follows, and lets everybody read the links', async () => {
    await append(log, 'order-1', ...orders(3));
    const projections = await started(ON);
    await settled(projections);
    await append(log, 'order-2', ...orders(2));
    await settled(projections);
    const all = ['0@order-1', '1@order-1', '2@order-1', '0@order-2', '1@order-2'];
    expect(linksIn(log, '$ce-order')).toEqual(all);
    expect(linksIn(log, '$et-OrderPlaced')).toEqual(all);
    expect(linksIn(log, '$streams')).toEqual(['0@order-1', '0@order-2']);
    expect(linksIn(log, '$category-order')).toEqual(['order-1', 'order-2']);
    expect(types('$category-order')).toEqual(['$@', '$@']);
    expect(linksIn(log, '$$$ce-order')).toEqual(['{"$acl":{"$r":"$all","$mr":"$all"}}']);
    await projections.stop();
  });
  it('neither repeats nor misses anything over stops, aborts and restarts', async () => {
    const projections = await started(ON);
    await append(log, 'order-1', ...orders(300));
    await projections.restart();
    await append(log, 'order-2', ...orders(300));
    await projection(projections, '$by_category').abort();
    await append(log, 'order-3', ...orders(300));
    await projection(projections, '$by_category').enable();
    await projections.stop();
    const next = await started(OFF);
    await settled(next);
    expect(linksIn(log, '$ce-order')).toEqual(
      ['order-1', 'order-2', 'order-3'].flatMap((stream) =>
        Array.from({ length: 300 }, (_, revision) => `${revision}@${stream}`),
      ),
    );
    expect(linksIn(log, '$et-OrderPlaced')).toEqual(linksIn(log, '$ce-order'));
    await next.stop();
  });
  it('goes on from its checkpoint without looking at what lies before', async () => {
    const projections = await started(ON);
    await append(log, 'order-1', ...orders(10));
    await settled(projections);
    await projections.stop();
    const next = await started(OFF);
    await settled(next);
    const { eventsProcessedAfterRestart, lastCheckpoint, position } = projection(next, '$by_category').statistics;
    expect(eventsProcessedAfterRestart).toBe(0);
    expect(lastCheckpoint).toMatch(/^C:[1-9]\d*\/P:[1-9]\d*$/);
    expect(position).toBe(lastCheckpoint);
    await next.stop();
  });
  it('writes a checkpoint every 4,000 events, and the index by type tells of each', async () => {
    const projections = await started(ON);
    for (let batch = 0; batch < 9; batch += 1) await append(log, 'order-1', ...orders(1_000));
    await settled(projections);
    expect(types('$projections-$by_event_type-checkpoint')).toEqual(['$ProjectionCheckpoint', '$ProjectionCheckpoint']);
    const marks = linksIn(log, '$et');
    expect(marks[0]).toBe('{"$c":0,"$p":-1}');
    expect(marks).toHaveLength(3);
    await projections.stop();
  });
  it('tells what it was asked to do and did', async () => {
    await append(log, 'order-1', ...orders(5));
    const projections = await started(OFF);
    const byCategory = projection(projections, '$by_category');
    expect(byCategory.statistics).toMatchObject({ status: 'Stopped', position: 'C:0/P:-1', progress: -1, version: 0, epoch: -1 });
    await byCategory.enable();
    await byCategory.enable();
    await settled(projections);
    expect(byCategory.statistics).toMatchObject({
      status: 'Running',
      mode: 'Continuous',
      stateReason: '',
      progress: 100,
      eventsProcessedAfterRestart: 5,
      bufferedEvents: 0,
      version: 1,
      epoch: -1,
    });
    await byCategory.disable();
    expect(byCategory.statistics).toMatchObject({ status: 'Stopped', version: 2 });
    await byCategory.abort();
    expect(byCategory.statistics.status).toBe('Aborted/Stopped');
    await projections.stop();
  });
});

describe('A reset', () => {
  it('cuts off the links of before and derives them again', async () => {
    await append(log, 'order-1', ...orders(5));
    const projections = await started(ON);
    await settled(projections);
    await projection(projections, '$by_category').reset();
    await append(log, 'order-1', ...orders(1));
    await settled(projections);
    expect(readAll(log, '$ce-order').map(({ revision, data }) => [revision, textOf(data)])).toEqual(
      Array.from({ length: 6 }, (_, revision) => [revision + 5, `${revision}@order-1`]),
    );
    expect(linksIn(log, '$$$ce-order')).toEqual(['{"$tb":5,"$acl":{"$r":"$all","$mr":"$all"}}']);
    const { epoch, version } = projection(projections, '$by_category').statistics;
    expect([epoch, version]).toEqual([2, 2]);
    await projections.stop();
  });
  it('of a disabled projection takes effect when it is enabled', async () => {
    await append(log, 'order-1', ...orders(2));
    const projections = await started(ON);
    await settled(projections);
    const byCategory = projection(projections, '$by_category');
    await byCategory.disable();
    await byCategory.reset();
    expect(byCategory.statistics).toMatchObject({ status: 'Stopped', position: 'C:0/P:-1', progress: -1 });
    expect(linksIn(log, '$ce-order')).toHaveLength(2);
    await byCategory.enable();
    await settled(projections);
    expect(readAll(log, '$ce-order').map(({ revision }) => revision)).toEqual([2, 3]);
    await projections.stop();
  });
});

describe('A projection that cannot write', () => {
  it('is faulted by events of others in its streams', async () => {
    await append(log, '$ce-order', proposed('Foreign'));
    const projections = await started(ON);
    await append(log, 'order-1', ...orders(1));
    const byCategory = projection(projections, '$by_category');
    await until('it is faulted', () => byCategory.statistics.status === 'Faulted (Enabled)');
    expect(byCategory.statistics.stateReason).toBe(
      "The '$ce-order' stream, which projection 3 keeps, has been written to from the outside.",
    );
    await projections.stop();
  });
  it('is faulted by a tombstone on its stream', async () => {
    await log.execute({ kind: 'tombstone', stream: '$ce-order', expected: 'any' });
    const projections = await started(ON);
    await append(log, 'order-1', ...orders(1));
    const byCategory = projection(projections, '$by_category');
    await until('it is faulted', () => byCategory.statistics.status.startsWith('Faulted'));
    expect(byCategory.statistics.stateReason).toBe("Stream '$ce-order' is deleted.");
    expect(projection(projections, '$by_event_type').statistics.status).toBe('Running');
    await projections.stop();
  });
  it('waits while the disk is full and goes on when there is space', async () => {
    let full = false;
    const execute: Log['execute'] = (command) =>
      full ? Promise.resolve({ kind: 'refused', reason: 'The disk is full: nothing was written.' }) : log.execute(command);
    const projections = await started(ON, sharing(log, execute));
    full = true;
    await append(log, 'order-1', ...orders(2));
    const byCategory = projection(projections, '$by_category');
    await until('it waits', () => byCategory.statistics.stateReason !== '');
    expect(byCategory.statistics).toMatchObject({ status: 'Running', stateReason: 'The disk is full: nothing was written.' });
    expect(byCategory.statistics).toMatchObject({ bufferedEvents: 2, writesInProgress: 1, writePendingEventsAfterCheckpoint: 2 });
    full = false;
    await settled(projections);
    expect(linksIn(log, '$ce-order')).toEqual(['0@order-1', '1@order-1']);
    expect(byCategory.statistics.stateReason).toBe('');
    await projections.stop();
  });
  it('can be stopped while it waits', async () => {
    const projections = await started(ON, sharing(log, refusing('$ce-order')));
    await append(log, 'order-1', ...orders(2));
    const byCategory = projection(projections, '$by_category');
    await until('it waits', () => byCategory.statistics.stateReason !== '');
    await projections.stop();
    expect(byCategory.statistics.status).toBe('Stopped (Enabled)');
  });
});

describe('What a projection emits to', () => {
  it('may be deleted: the links go on behind those that were there', async () => {
    const projections = await started(ON);
    await append(log, 'order-1', ...orders(3));
    await settled(projections);
    await log.execute({ kind: 'delete', stream: '$ce-order', expected: 'any' });
    await append(log, 'order-1', ...orders(1));
    await settled(projections);
    expect(readAll(log, '$ce-order').map(({ revision, data }) => [revision, textOf(data)])).toEqual([[3, '3@order-1']]);
    await projections.stop();
  });
  it('follows the rule of categories that the server was given', async () => {
    const projections = await started({ ...ON, category: { cut: 'last', separator: '-' } });
    await append(log, 'sales-order-1', ...orders(1));
    await settled(projections);
    expect(linksIn(log, '$ce-sales-order')).toEqual(['0@sales-order-1']);
    await setMetadata(log, 'sales-order-1', '{"$maxCount":1}');
    await settled(projections);
    expect(linksIn(log, '$ce-sales-order')).toHaveLength(1);
    await projections.stop();
  });
});

function refusing(target: string): Log['execute'] {
  return (command) =>
    command.stream === target ? Promise.resolve({ kind: 'refused', reason: 'Refused.' }) : log.execute(command);
}

/** The same log with another way to write. */
const sharing = (original: Log, execute: Log['execute']): ProjectionLog => ({
  execute,
  visible: (stream) => original.visible(stream),
  reader: original.reader,
  wakeUps: original.wakeUps,
  allAfter: (position, limit) => original.allAfter(position, limit),
  get lastPosition() {
    return original.lastPosition;
  },
});
