import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { binaryEvent, type AppendExpectedRevision } from '@eventstore/db-client';
import { collect, failure, freshName, noted, notes, revisions, startFixture } from './fixture.js';

let fixture: Awaited<ReturnType<typeof startFixture>>;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

// Credentials of its own make the client use the classic Append rpc; an insecure connection drops them before sending.
const ways = [
  ['BatchAppend', {}],
  ['Append', { credentials: { username: 'a', password: 'b' } }],
] as const;

describe.each(ways)('An append by %s', (_rpc, options) => {
  const append = (stream: string, count: number, expectedRevision: AppendExpectedRevision) =>
    fixture.client.appendToStream(stream, notes(count), { expectedRevision, ...options });

  it('answers the last revision and the position of the last event', async () => {
    const stream = freshName();
    const first = await append(stream, 2, 'no_stream');
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
    const [, last] = await collect(fixture.client.readStream(stream));
    expect(last?.event?.position).toEqual(first.position);
    expect(last?.commitPosition).toBe(first.position?.commit);
  });
  it.each<[AppendExpectedRevision, bigint | 'no_stream']>([
    ['no_stream', 1n],
    [0n, 1n],
    [7n, 1n],
  ])('tells the actual revision where %s was expected wrongly', async (expected, actual) => {
    const stream = freshName();
    await append(stream, 2, 'any');
    expect(await failure(append(stream, 1, expected))).toMatchObject({
      type: 'wrong-expected-version',
      streamName: stream,
      expectedVersion: expected,
      actualVersion: actual,
    });
  });
  it('tells that there is no stream where one was expected', async () => {
    for (const expected of ['stream_exists', 3n] as const) {
      expect(await failure(append(freshName(), 1, expected))).toMatchObject({
        type: 'wrong-expected-version',
        expectedVersion: expected,
        actualVersion: 'no_stream',
      });
    }
  });
  it('takes a name in any script', async () => {
    const stream = freshName('zlecenie-žlutý-契約');
    await append(stream, 1, 'no_stream');
    expect((await collect(fixture.client.readStream(stream)))[0]?.event?.streamId).toBe(stream);
    expect(await failure(append(stream, 1, 'no_stream'))).toMatchObject({ streamName: stream });
  });
  it('counts data bytes only against the size limit', async () => {
    const event = (bytes: number) =>
      binaryEvent({ type: 'Blob', data: new Uint8Array(bytes), metadata: new Uint8Array(512 * 1024).fill(1) });
    const half = 512 * 1024;
    const stream = freshName();
    await fixture.client.appendToStream(stream, [event(half), event(half)], options);
    const error = await failure(fixture.client.appendToStream(stream, [event(half), event(half + 1)], options));
    expect(error).toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: 1024 * 1024 });
    expect(revisions(await collect(fixture.client.readStream(stream)))).toEqual([0, 1]);
  });
  it('succeeds without events where the stream is as expected', async () => {
    const stream = freshName();
    await append(stream, 2, 'any');
    expect(await append(stream, 0, 'any')).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(await append(stream, 0, 1n)).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(await failure(append(stream, 0, 0n))).toMatchObject({ type: 'wrong-expected-version' });
  });
  it.each<AppendExpectedRevision>(['no_stream', 'any', 'stream_exists', 0n])(
    'gives the first answer again to a repeat, expecting %s',
    async (expectedRevision) => {
      const stream = freshName();
      if (expectedRevision !== 'no_stream') await append(stream, 1, 'no_stream');
      const events = notes(3);
      const first = await fixture.client.appendToStream(stream, events, { expectedRevision, ...options });
      await append(stream, 2, 'any');
      expect(await fixture.client.appendToStream(stream, events, { expectedRevision, ...options })).toEqual(first);
    },
  );
});

describe('Appends', () => {
  it('keep id, type, data, metadata and kind of an event', async () => {
    const stream = freshName();
    const id = randomUUID();
    const before = Date.now();
    await fixture.client.appendToStream(stream, [
      { ...noted(1, id), metadata: { by: 'me' } },
      binaryEvent({ type: 'Blob', data: Uint8Array.of(0, 255), metadata: Uint8Array.of(7, 8) }),
    ]);
    const [first, second] = await collect(fixture.client.readStream(stream));
    expect(first?.event).toMatchObject({ id, type: 'Noted', isJson: true, data: { n: 1 }, metadata: { by: 'me' }, revision: 0n });
    expect(second?.event).toMatchObject({ type: 'Blob', isJson: false, revision: 1n });
    expect([...(second?.event?.data as Uint8Array)]).toEqual([0, 255]);
    expect([...(second?.event?.metadata as Uint8Array)]).toEqual([7, 8]);
    const created = first?.event?.created.getTime() ?? 0;
    expect(created).toBeGreaterThanOrEqual(before);
    expect(created).toBeLessThanOrEqual(Date.now());
  });
  it('are all taken when 64 come at once, each stream and the log in order', async () => {
    const prefix = freshName();
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, n) =>
        fixture.client.appendToStream(`${prefix}.${n % 8}`, noted(n), { expectedRevision: 'any' }),
      ),
    );
    expect(new Set(answers.map(({ position }) => position?.commit)).size).toBe(64);
    for (let lane = 0; lane < 8; lane += 1) {
      const read = await collect(fixture.client.readStream<never>(`${prefix}.${lane}`));
      expect(read.map(({ event }) => (event as { data?: { n: number } } | undefined)?.data?.n)).toEqual(
        [0, 1, 2, 3, 4, 5, 6, 7].map((n) => n * 8 + lane),
      );
    }
  });
  it('let exactly one of 64 rivals win the same revision', async () => {
    const stream = freshName();
    const settled = await Promise.allSettled(
      Array.from({ length: 64 }, (_, n) => fixture.client.appendToStream(stream, noted(n), { expectedRevision: 'no_stream' })),
    );
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
  it('arrive whole over several chunks', async () => {
    const stream = freshName();
    const { nextExpectedRevision } = await fixture.client.appendToStream(stream, notes(5_000), { batchAppendSize: 4_096 });
    expect(nextExpectedRevision).toBe(4_999n);
  });
  it('in one turn see each other: the second of two finds the first', async () => {
    const stream = freshName();
    const [first, second] = await Promise.allSettled([
      fixture.client.appendToStream(stream, noted(1), { expectedRevision: 'no_stream' }),
      fixture.client.appendToStream(stream, noted(2), { expectedRevision: 0n }),
    ]);
    expect([first.status, second.status]).toEqual(['fulfilled', 'fulfilled']);
  });
});
