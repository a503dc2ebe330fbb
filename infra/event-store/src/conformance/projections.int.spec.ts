import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jsonEvent, type EventStoreDBClient, type ProjectionDetails } from '@eventstore/db-client';
import { EventStoreServer } from '../server.js';
import { collect, connect, failure, freshName, notes, until } from './fixture.js';

const STANDARD = ['$streams', '$stream_by_category', '$by_category', '$by_event_type', '$by_correlation_id'];

let server: EventStoreServer;
let client: EventStoreDBClient;
type Started = Readonly<{ run: 'None' | 'System' | 'All'; startStandard: boolean }>;
async function start({ run, startStandard }: Started): Promise<void> {
  server = await EventStoreServer.start({ memory: true, runProjections: run, startStandardProjections: startStandard });
  client = connect(server.port);
}
async function stop(): Promise<void> {
  await client.dispose();
  await server.close();
}

/** Waits until every running projection has worked off the log, as its statistics tell. */
async function caughtUp(): Promise<void> {
  const isDone = ({ status, progress }: ProjectionDetails): boolean => status === 'Stopped' || progress === 100;
  for (const end = Date.now() + 30_000; Date.now() < end;) if ((await client.listProjections()).every(isDone)) return;
  throw new Error('The projections are not caught up after 30 s.');
}
const linked = async (stream: string): Promise<(string | undefined)[]> => {
  const events = await collect(client.readStream(stream, { resolveLinkTos: true }));
  return events.map(({ event }) => event && `${event.revision}@${event.streamId}`);
};
const correlated = (id: string) => jsonEvent({ type: 'Correlated', data: {}, metadata: { $correlationId: id } });

describe('A server with system projections', () => {
  beforeAll(() => start({ run: 'System', startStandard: false }));
  afterAll(stop);

  it('lists them, all stopped', async () => {
    const listed = await client.listProjections();
    expect(listed.map(({ name }) => name)).toEqual(STANDARD);
    expect(listed[0]).toMatchObject({
      effectiveName: '$streams',
      status: 'Stopped',
      projectionStatus: 'Stopped',
      processingStatus: '',
      version: 0n,
      epoch: -1n,
      position: 'C:0/P:-1',
      lastCheckpoint: 'C:0/P:-1',
      progress: -1,
      stateReason: '',
      bufferedEvents: 0n,
    });
  });
  it('derives links to history and to what follows once one is enabled', async () => {
    const category = freshName('hist').replaceAll('-', '');
    await client.appendToStream(`${category}-1`, notes(3));
    await client.enableProjection('$by_category');
    await client.enableProjection('$by_event_type');
    await caughtUp();
    await client.appendToStream(`${category}-2`, notes(1));
    await caughtUp();
    expect(await linked(`$ce-${category}`)).toEqual([`0@${category}-1`, `1@${category}-1`, `2@${category}-1`, `0@${category}-2`]);
    const [first] = await collect(client.readStream(`$ce-${category}`, { resolveLinkTos: true, maxCount: 1 }));
    expect(first?.link).toMatchObject({ streamId: `$ce-${category}`, type: '$>', revision: 0n, isJson: false });
    expect(await linked('$et-Noted')).toHaveLength(4);
    expect(await client.getProjectionStatus('$by_category')).toMatchObject({
      status: 'Running',
      progress: 100,
      eventsProcessedAfterRestart: 4n,
      version: 1n,
    });
  });
  it('shows a subscription to a category what is appended later', async () => {
    const category = freshName('live').replaceAll('-', '');
    await client.enableProjection('$by_category');
    const seen: string[] = [];
    const subscription = client.subscribeToStream(`$ce-${category}`, { resolveLinkTos: true });
    subscription.on('data', ({ event }) => void seen.push(`${event?.revision}@${event?.streamId}`));
    await client.appendToStream(`${category}-1`, notes(2));
    await until('both are seen', () => seen.length === 2);
    expect(seen).toEqual([`0@${category}-1`, `1@${category}-1`]);
    await subscription.unsubscribe();
  });
  it('stops deriving while one is disabled and makes up for it afterwards', async () => {
    const category = freshName('off').replaceAll('-', '');
    await client.disableProjection('$by_category');
    expect((await client.getProjectionStatus('$by_category')).status).toBe('Stopped');
    await client.appendToStream(`${category}-1`, notes(2));
    await caughtUp();
    expect(await failure(collect(client.readStream(`$ce-${category}`)))).toMatchObject({ type: 'stream-not-found' });
    await client.enableProjection('$by_category');
    await caughtUp();
    expect(await linked(`$ce-${category}`)).toHaveLength(2);
  });
  it('links correlated events, streams and categories', async () => {
    const stream = freshName('corr');
    for (const name of ['$by_correlation_id', '$streams', '$stream_by_category']) await client.enableProjection(name);
    await client.appendToStream(stream, [correlated('c-1'), correlated('c-2'), correlated('c-1')]);
    await caughtUp();
    expect(await linked('$bc-c-1')).toEqual([`0@${stream}`, `2@${stream}`]);
    expect((await linked('$streams')).at(-1)).toBe(`0@${stream}`);
    const [reference] = await collect(client.readStream('$category-corr', { resolveLinkTos: true }));
    expect(reference?.event).toMatchObject({ type: '$@', data: Buffer.from(stream) });
  });
  it('categorises deletions', async () => {
    const category = freshName('del').replaceAll('-', '');
    await client.appendToStream(`${category}-1`, notes(1));
    await client.deleteStream(`${category}-1`);
    await client.tombstoneStream(`${category}-2`);
    await caughtUp();
    const links = await collect(client.readStream(`$ce-${category}`));
    expect(links.map(({ event }) => Buffer.from(event?.data as Uint8Array).toString())).toEqual([
      `0@${category}-1`,
      `0@$$${category}-1`,
      `9223372036854775807@${category}-2`,
    ]);
    expect(links.at(-1)?.event?.metadata).toBeDefined();
  });
  it('begins anew when one is reset: earlier links are cut off', async () => {
    await client.resetProjection('$by_event_type');
    await caughtUp();
    const { version, epoch, status } = await client.getProjectionStatus('$by_event_type');
    expect([version, epoch, status]).toEqual([2n, 2n, 'Running']);
    const links = await collect(client.readStream('$et-Noted'));
    expect(links[0]?.event?.revision).toBe(BigInt(links.length));
    expect((await linked('$et-Noted')).filter((target) => target !== undefined).length).toBeGreaterThan(4);
  });
  it('has no state and no result to show', async () => {
    expect(await client.getProjectionState('$by_category')).toEqual({});
    expect(await client.getProjectionResult('$by_category')).toEqual({});
  });
  it('restarts the subsystem, and what was enabled goes on', async () => {
    const category = freshName('again').replaceAll('-', '');
    await client.restartSubsystem();
    await client.appendToStream(`${category}-1`, notes(1));
    await caughtUp();
    expect(await linked(`$ce-${category}`)).toHaveLength(1);
    expect((await client.getProjectionStatus('$by_category')).status).toBe('Running');
  });
  it.each<[string, () => Promise<unknown>, string]>([
    ['enabling', () => client.enableProjection('nobody'), 'Updated'],
    ['disabling', () => client.disableProjection('nobody'), 'Updated'],
    ['resetting', () => client.resetProjection('nobody'), 'Updated'],
    ['deleting', () => client.deleteProjection('nobody'), 'Updated'],
    ['asking for the status of', () => client.getProjectionStatus('nobody'), 'Statistics'],
    ['asking for the state of', () => client.getProjectionState('nobody'), 'ProjectionState'],
    ['asking for the result of', () => client.getProjectionResult('nobody'), 'ProjectionResult'],
  ])('answers %s an unknown projection as 23.10 does', async (_what, call, expected) => {
    expect(await failure(call())).toMatchObject({
      type: 'unknown',
      message: `2 UNKNOWN: Envelope callback expected ${expected}, received NotFound instead`,
    });
  });
  it('does not delete a system projection', async () =>
    expect(await failure(client.deleteProjection('$by_category'))).toMatchObject({
      message: '2 UNKNOWN: Envelope callback expected Updated, received OperationFailed instead',
    }));
  it('says that user-written projections are not served', async () => {
    const refusal = expect.stringMatching(/^12 UNIMPLEMENTED: User-written projections are not served: .+\.$/);
    const query = 'fromAll().when({})';
    expect(await failure(client.createProjection('mine', query))).toMatchObject({ message: refusal });
    expect(await failure(client.createProjection('mine', query, { trackEmittedStreams: true }))).toMatchObject({
      message: refusal,
    });
    expect(await failure(client.updateProjection('mine', query))).toMatchObject({ message: refusal });
  });
});

describe('A server started with its standard projections', () => {
  beforeAll(() => start({ run: 'System', startStandard: true }));
  afterAll(stop);

  it('has enabled all of them', async () => {
    await client.appendToStream('order-1', notes(2));
    await caughtUp();
    expect((await client.listProjections()).map(({ status }) => status)).toEqual(Array(5).fill('Running'));
    expect(await linked('$ce-order')).toEqual(['0@order-1', '1@order-1']);
  });
});

describe('A server without projections', () => {
  beforeAll(() => start({ run: 'None', startStandard: true }));
  afterAll(stop);

  it('says so, and writes nothing for them', async () => {
    expect(await failure(client.enableProjection('$by_category'))).toMatchObject({
      message: '12 UNIMPLEMENTED: Projections do not run here: start the server with --run-projections System.',
    });
    expect(await collect(client.readAll())).toEqual([]);
  });
});
