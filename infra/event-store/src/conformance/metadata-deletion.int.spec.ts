import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { collect, failure, freshName, noted, notes, revisions, startFixture, until } from './fixture.js';

let fixture: Awaited<ReturnType<typeof startFixture>>;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

async function streamOf(count: number): Promise<string> {
  const stream = freshName();
  await fixture.client.appendToStream(stream, notes(count));
  return stream;
}
const read = async (stream: string) => revisions(await collect(fixture.client.readStream(stream)));
const readBackwards = async (stream: string) =>
  revisions(await collect(fixture.client.readStream(stream, { direction: 'backwards', fromRevision: 'end' })));
const gone = (type: string, stream: string) => ({ type, streamName: stream });

describe('Stream metadata', () => {
  it('is read as it was set, and reads show its last event only', async () => {
    const stream = await streamOf(1);
    await fixture.client.setStreamMetadata(stream, { maxCount: 3, acl: { readRoles: ['a'] } });
    await fixture.client.setStreamMetadata<{ note: string }>(stream, { maxAge: 60, note: 'x' });
    expect(await fixture.client.getStreamMetadata(stream)).toMatchObject({
      streamName: stream,
      metadata: { maxAge: 60, note: 'x' },
    });
    expect(await read(`$$${stream}`)).toEqual([1]);
  });
  it('hides what is before $tb, beyond $maxCount and older than $maxAge, and never renumbers', async () => {
    const stream = await streamOf(5);
    await fixture.client.setStreamMetadata(stream, { truncateBefore: 3 });
    expect(await read(stream)).toEqual([3, 4]);
    expect(await readBackwards(stream)).toEqual([4, 3]);
    await fixture.client.setStreamMetadata(stream, { maxCount: 1 });
    expect(await read(stream)).toEqual([4]);
    await fixture.client.setStreamMetadata(stream, { maxAge: 3_600 });
    expect(await read(stream)).toEqual([0, 1, 2, 3, 4]);
    await fixture.client.setStreamMetadata(stream, { maxAge: 1 });
    const first =
      (await collect(fixture.client.readAll())).find(({ event }) => event?.streamId === stream)?.event?.created.getTime() ?? 0;
    await until('the events are older than a second', () => Date.now() > first + 1_100);
    expect(await read(stream)).toEqual([]);
    expect((await fixture.client.appendToStream(stream, noted(5))).nextExpectedRevision).toBe(5n);
    expect(await read(stream)).toEqual([5]);
  });
  it('leaves hidden events in $all', async () => {
    const stream = await streamOf(3);
    await fixture.client.setStreamMetadata(stream, { maxCount: 1 });
    expect((await collect(fixture.client.readAll())).filter(({ event }) => event?.streamId === stream)).toHaveLength(3);
  });
  it('may be set before the stream has events, which then exists', async () => {
    const stream = freshName();
    await fixture.client.setStreamMetadata(stream, { maxCount: 2 });
    expect(await failure(read(stream))).toMatchObject(gone('stream-not-found', stream));
    expect(await fixture.client.appendToStream(stream, notes(3), { expectedRevision: 'stream_exists' })).toMatchObject({
      nextExpectedRevision: 2n,
    });
    expect(await read(stream)).toEqual([1, 2]);
  });
});

describe('A soft-deleted stream', () => {
  it('cannot be found, and goes on at its next revision once appended to', async () => {
    for (const expectedRevision of ['any', 'no_stream', 2n] as const) {
      const stream = await streamOf(3);
      expect((await fixture.client.deleteStream(stream, { expectedRevision: 2n })).position?.commit).toBeGreaterThan(0n);
      expect(await failure(read(stream))).toMatchObject(gone('stream-not-found', stream));
      expect(await failure(fixture.client.appendToStream(stream, noted(9), { expectedRevision: 'stream_exists' }))).toMatchObject(
        gone('stream-deleted', stream),
      );
      expect(await fixture.client.appendToStream(stream, notes(2), { expectedRevision })).toMatchObject({
        nextExpectedRevision: 4n,
      });
      expect(await read(stream)).toEqual([3, 4]);
      expect(await fixture.client.getStreamMetadata(stream)).toMatchObject({ metadata: { truncateBefore: 3 } });
    }
  });
  it('comes back without its old events when its metadata is set, what was set kept', async () => {
    const stream = await streamOf(2);
    await fixture.client.deleteStream(stream);
    await fixture.client.setStreamMetadata<{ note: string }>(stream, { note: 'x' });
    expect(await read(stream)).toEqual([]);
    expect(await fixture.client.getStreamMetadata(stream)).toMatchObject({ metadata: { truncateBefore: 2, note: 'x' } });
  });
  it('must have been there: nothing to delete is a wrong version, even for any', async () => {
    const stream = freshName();
    expect(await failure(fixture.client.deleteStream(stream, { expectedRevision: 'any' }))).toMatchObject({
      type: 'wrong-expected-version',
      streamName: stream,
      expectedVersion: -2n,
      actualVersion: -1n,
    });
  });
  it('is not deleted under a wrong revision', async () => {
    const stream = await streamOf(3);
    expect(await failure(fixture.client.deleteStream(stream, { expectedRevision: 1n }))).toMatchObject({
      type: 'wrong-expected-version',
      expectedVersion: 1n,
      actualVersion: 2n,
    });
    expect(await read(stream)).toEqual([0, 1, 2]);
  });
});

describe('A tombstoned stream', () => {
  it('is dead for good, its metadata with it', async () => {
    const stream = await streamOf(2);
    await fixture.client.tombstoneStream(stream, { expectedRevision: 1n });
    const dead = gone('stream-deleted', stream);
    expect(await failure(read(stream))).toMatchObject(dead);
    expect(await failure(fixture.client.appendToStream(stream, noted(1), { expectedRevision: 'any' }))).toMatchObject(dead);
    expect(
      await failure(fixture.client.appendToStream(stream, noted(1), { credentials: { username: 'a', password: 'b' } })),
    ).toMatchObject(dead);
    expect(await failure(fixture.client.deleteStream(stream))).toMatchObject(dead);
    expect(await failure(fixture.client.tombstoneStream(stream))).toMatchObject(dead);
    expect(await failure(read(`$$${stream}`))).toMatchObject(gone('stream-deleted', `$$${stream}`));
  });
  it('may never have existed', async () => {
    const stream = freshName();
    await fixture.client.tombstoneStream(stream, { expectedRevision: 'no_stream' });
    expect(await failure(read(stream))).toMatchObject({ type: 'stream-deleted' });
  });
  it('leaves its $streamDeleted event in $all, at the highest revision there is', async () => {
    const stream = await streamOf(1);
    await fixture.client.tombstoneStream(stream);
    const last = (await collect(fixture.client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 })))[0]?.event;
    expect(last).toMatchObject({ streamId: stream, type: '$streamDeleted', revision: 2n ** 63n - 1n });
  });
});
