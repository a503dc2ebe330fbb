import { statSync } from 'node:fs';
import grpc from '@grpc/grpc-js';
import operationsGrpc from '@eventstore/db-client/generated/operations_grpc_pb.js';
import operationsPb from '@eventstore/db-client/generated/operations_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { logFileIn } from '../log/folder.js';
import { checkFolder } from '../maintenance/check.js';
import { EventStoreServer } from '../server.js';
import { collect, connect, failure, notes, revisions, startFixture, until } from './fixture.js';
import { allOf, append, openLog, revisionsOf, setMetadata, temporaryFolder } from './log-fixture.js';

type Client = InstanceType<typeof operationsGrpc.OperationsClient>;
let fixture: Awaited<ReturnType<typeof startFixture>>;
let operations: Client;
beforeEach(async () => {
  fixture = await startFixture();
  operations = new operationsGrpc.OperationsClient(`127.0.0.1:${fixture.server.port}`, grpc.credentials.createInsecure());
});
afterEach(async () => {
  operations.close();
  await fixture.stop();
});

const call = <T>(begin: (callback: (error: grpc.ServiceError | null, response: T) => void) => unknown): Promise<T> => {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  begin((error, response) => (error ? reject(error) : resolve(response)));
  return promise;
};
const start = (threads = 1, chunk = 0) =>
  call<operationsPb.ScavengeResp>((callback) =>
    operations.startScavenge(
      new operationsPb.StartScavengeReq().setOptions(
        new operationsPb.StartScavengeReq.Options().setThreadCount(threads).setStartFromChunk(chunk),
      ),
      callback,
    ),
  );
const stop = (id: string) =>
  call<operationsPb.ScavengeResp>((callback) =>
    operations.stopScavenge(
      new operationsPb.StopScavengeReq().setOptions(new operationsPb.StopScavengeReq.Options().setScavengeId(id)),
      callback,
    ),
  );

type Entry = Readonly<{ type: string | undefined; data: Record<string, unknown> }>;
/** What `$scavenges` says, its links followed. */
async function history(): Promise<Entry[]> {
  try {
    const entries = await collect(fixture.client.readStream('$scavenges', { resolveLinkTos: true }));
    return entries.map(({ event }) => ({ type: event?.type, data: event?.data as Record<string, unknown> }));
  } catch (error) {
    if ((error as { type?: string }).type === 'stream-not-found') return [];
    throw error;
  }
}
async function scavenged(): Promise<Entry> {
  const id = (await start()).getScavengeId();
  for (let end: Entry | undefined; ;) {
    end = (await history()).find(({ type, data }) => type === '$scavengeCompleted' && data['scavengeId'] === id);
    if (end) return end;
  }
}
const inAll = async (stream: string) =>
  (await collect(fixture.client.readAll())).filter(({ event }) => event?.streamId === stream).map(({ event }) => event);

describe('A scavenge', () => {
  it('removes what metadata hides, for good, and moves nothing that stays', async () => {
    const { client } = fixture;
    await client.appendToStream('counted', notes(600));
    await client.appendToStream('kept', notes(5));
    await client.appendToStream('cut', notes(10));
    await client.setStreamMetadata('counted', { maxCount: 2 });
    await client.setStreamMetadata('cut', { truncateBefore: 7 });
    await client.setStreamMetadata('cut', { truncateBefore: 8 });
    const before = await collect(client.readAll());
    expect((await scavenged()).data).toMatchObject({
      result: 'Success',
      error: '',
      nodeEndpoint: `127.0.0.1:${fixture.server.port}`,
    });
    const kept = before.filter(({ event }) => {
      const revision = event?.revision ?? 0n;
      if (event?.streamId === 'counted') return revision >= 598n;
      if (event?.streamId === 'cut') return revision >= 8n;
      return event?.streamId !== '$$cut' || revision === 1n;
    });
    expect((await collect(client.readAll())).slice(0, kept.length)).toEqual(kept);
    expect(revisions(await collect(client.readStream('counted')))).toEqual([598, 599]);
    await client.setStreamMetadata('counted', {});
    expect(revisions(await collect(client.readStream('counted')))).toEqual([598, 599]);
    expect(await client.appendToStream('counted', notes(1), { expectedRevision: 599n })).toMatchObject({
      nextExpectedRevision: 600n,
    });
    expect(checkFolder(fixture.folder)).toMatchObject({ kind: 'sound' });
  });
  it('leaves the last event of a deleted stream, and only the tombstone of a dead one', async () => {
    const { client } = fixture;
    for (const stream of ['deleted', 'dead']) {
      await client.appendToStream(stream, notes(5));
      await client.setStreamMetadata(stream, { maxCount: 4 });
    }
    await client.deleteStream('deleted');
    await client.tombstoneStream('dead');
    await scavenged();
    expect((await inAll('deleted')).map((event) => event?.revision)).toEqual([4n]);
    expect((await inAll('dead')).map((event) => event?.type)).toEqual(['$streamDeleted']);
    expect(await inAll('$$dead')).toEqual([]);
    expect(await client.appendToStream('deleted', notes(1))).toMatchObject({ nextExpectedRevision: 5n });
    expect(await failure(collect(client.readStream('dead')))).toMatchObject({ type: 'stream-deleted' });
    expect(checkFolder(fixture.folder)).toMatchObject({ kind: 'sound' });
  });
  it('gives space back to the file system', async () => {
    const { client } = fixture;
    const filler = 'x'.repeat(800);
    const large = notes(400).map((note) => ({ ...note, data: { ...note.data, filler } }));
    for (let n = 0; n < 20; n += 1) await client.appendToStream(`large-${n}`, large);
    for (let n = 0; n < 20; n += 1) await client.deleteStream(`large-${n}`);
    await scavenged();
    const second = await scavenged();
    expect(second.data['spaceSaved']).toBeLessThan(10_000);
    expect(statSync(logFileIn(fixture.folder)).size).toBeLessThan(2_000_000);
  }, 30_000);
  it('goes on while others write and follow, who miss nothing', async () => {
    const { client } = fixture;
    for (let n = 0; n < 30; n += 1) {
      await client.appendToStream(`old-${n}`, notes(300));
      await client.setStreamMetadata(`old-${n}`, { maxCount: 1 });
    }
    const seen: number[] = [];
    const subscription = client.subscribeToStream('new');
    subscription.on('data', ({ event }) => seen.push(Number(event?.revision)));
    let done = false;
    let written = 0;
    const ending = scavenged().finally(() => {
      done = true;
    });
    while (!done || written < 50) {
      await client.appendToStream('new', notes(1), { expectedRevision: written === 0 ? 'no_stream' : BigInt(written - 1) });
      written += 1;
    }
    expect((await ending).data).toMatchObject({ result: 'Success' });
    await until('all came', () => seen.length === written);
    expect(seen).toEqual(Array.from({ length: written }, (_, n) => n));
    expect(await inAll('old-7')).toHaveLength(1);
    await subscription.unsubscribe();
    expect(checkFolder(fixture.folder)).toMatchObject({ kind: 'sound' });
  }, 30_000);
  it('is one at a time, and stops when it is told to', async () => {
    const { client } = fixture;
    for (let n = 0; n < 20; n += 1) {
      await client.appendToStream(`old-${n}`, notes(500));
      await client.setStreamMetadata(`old-${n}`, { maxCount: 1 });
    }
    const [first, second] = await Promise.all([start(), start()]);
    const { STARTED, INPROGRESS, STOPPED } = operationsPb.ScavengeResp.ScavengeResult;
    expect([first.getScavengeResult(), second.getScavengeResult()]).toEqual([STARTED, INPROGRESS]);
    expect(second.getScavengeId()).toBe(first.getScavengeId());
    expect(await failure(stop('another'))).toMatchObject({ code: grpc.status.NOT_FOUND });
    expect((await stop(first.getScavengeId())).getScavengeResult()).toBe(STOPPED);
    let last: Entry | undefined;
    while (last?.type !== '$scavengeCompleted') last = (await history()).at(-1);
    expect(last.data).toMatchObject({ scavengeId: first.getScavengeId(), result: 'Stopped' });
    expect((await scavenged()).data).toMatchObject({ result: 'Success' });
    expect(await inAll('old-19')).toHaveLength(1);
  }, 30_000);
  it('refuses what names no threads or chunks', async () => {
    expect(await failure(start(-1))).toMatchObject({ code: grpc.status.INVALID_ARGUMENT });
    expect(await failure(start(1, -1))).toMatchObject({ code: grpc.status.INVALID_ARGUMENT });
  });
  it('makes an append forgotten whose events it removed, as the real server does', async () => {
    const { client } = fixture;
    const events = notes(3);
    await client.appendToStream('forgotten', events, { expectedRevision: 'no_stream' });
    await client.appendToStream('forgotten', notes(1));
    await client.setStreamMetadata('forgotten', { maxCount: 1 });
    expect(await client.appendToStream('forgotten', events, { expectedRevision: 'no_stream' })).toMatchObject({
      nextExpectedRevision: 2n,
    });
    await scavenged();
    expect(await failure(client.appendToStream('forgotten', events, { expectedRevision: 'no_stream' }))).toMatchObject({
      type: 'wrong-expected-version',
    });
    expect(await client.appendToStream('forgotten', events, { expectedRevision: 'any' })).toMatchObject({
      nextExpectedRevision: 6n,
    });
  });
});

describe('The Operations service', () => {
  it('shuts the server down after its answer', async () => {
    const other = await EventStoreServer.start({ memory: true });
    const client = new operationsGrpc.OperationsClient(`127.0.0.1:${other.port}`, grpc.credentials.createInsecure());
    const ask = () => call<sharedPb.Empty>((callback) => client.shutdown(new sharedPb.Empty(), callback));
    await ask();
    let refused: Record<string, unknown> | undefined;
    void (async () => {
      for (;;) await ask();
    })().catch((error: Record<string, unknown>) => {
      refused = error;
    });
    await until('nobody answers any more', () => refused !== undefined);
    expect(refused).toMatchObject({ code: grpc.status.UNAVAILABLE });
    client.close();
  });
  it('answers what a single node has no use for with a sentence', async () => {
    const refused = await failure(call<sharedPb.Empty>((callback) => operations.mergeIndexes(new sharedPb.Empty(), callback)));
    expect(refused).toMatchObject({ code: grpc.status.UNIMPLEMENTED, details: expect.stringMatching(/^This server .*\.$/) });
  });
});

describe('A scavenge on a schedule', () => {
  it('begins by itself', async () => {
    const server = await EventStoreServer.start({ memory: true, scavengeEvery: 50 });
    const client = connect(server.port);
    await client.appendToStream('s', notes(5));
    await client.setStreamMetadata('s', { maxCount: 1 });
    for (let left = 5; left > 1;) left = (await collect(client.readAll())).filter(({ event }) => event?.streamId === 's').length;
    await client.dispose();
    await server.close();
  });
});

describe('A scavenge that a restart interrupted', () => {
  it('is written down as such', async () => {
    const { folder, remove } = temporaryFolder();
    const log = openLog(folder);
    await append(log, 'a', 3);
    await setMetadata(log, 'a', '{"$maxCount":1}');
    const event = {
      id: '00000000-0000-4000-8000-000000000001',
      type: '$scavengeStarted',
      isJson: true,
      data: Buffer.from('{"scavengeId":"x"}'),
      metadata: new Uint8Array(0),
    };
    await log.execute({ kind: 'append', stream: '$scavenges-x', expected: 'any', events: [event] });
    const link = {
      ...event,
      id: '00000000-0000-4000-8000-000000000002',
      type: '$>',
      isJson: false,
      data: Buffer.from('0@$scavenges-x'),
    };
    await log.execute({ kind: 'append', stream: '$scavenges', expected: 'any', events: [link] });
    log.close();
    const server = await EventStoreServer.start({ data: folder });
    await server.close();
    const again = openLog(folder);
    const last = allOf(again)
      .filter(({ stream }) => stream === '$scavenges-x')
      .at(-1);
    expect(JSON.parse(Buffer.from(last?.data ?? []).toString())).toMatchObject({
      result: 'Interrupted',
      error: 'The node was restarted.',
    });
    expect(revisionsOf(again, '$scavenges')).toEqual([0, 1]);
    again.close();
    remove();
  });
});
