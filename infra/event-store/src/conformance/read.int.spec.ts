import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jsonEvent } from '@eventstore/db-client';
import { collect, failure, freshName, notes, revisions, startFixture } from './fixture.js';

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
const read = async (stream: string, options: Parameters<typeof fixture.client.readStream>[1] = {}) =>
  revisions(await collect(fixture.client.readStream(stream, options)));

describe('Reading a stream', () => {
  it('goes both ways from any revision, that one included', async () => {
    const stream = await streamOf(5);
    expect(await read(stream)).toEqual([0, 1, 2, 3, 4]);
    expect(await read(stream, { fromRevision: 3n })).toEqual([3, 4]);
    expect(await read(stream, { direction: 'backwards', fromRevision: 3n })).toEqual([3, 2, 1, 0]);
    expect(await read(stream, { direction: 'backwards', fromRevision: 'end' })).toEqual([4, 3, 2, 1, 0]);
    expect(await read(stream, { direction: 'backwards', fromRevision: 'start' })).toEqual([0]);
    expect(await read(stream, { direction: 'backwards', fromRevision: 99n, maxCount: 2 })).toEqual([4, 3]);
    expect(await read(stream, { fromRevision: 'end' })).toEqual([]);
    expect(await read(stream, { fromRevision: 5n })).toEqual([]);
    expect(await read(stream, { maxCount: 2, fromRevision: 1n })).toEqual([1, 2]);
  });
  it('crosses its own pages without losing or repeating', async () => {
    const stream = await streamOf(2_000);
    const all = Array.from({ length: 2_000 }, (_, n) => n);
    expect(await read(stream)).toEqual(all);
    expect(await read(stream, { direction: 'backwards', fromRevision: 'end' })).toEqual(all.reverse());
    expect(await read(stream, { maxCount: 1_025 })).toHaveLength(1_025);
  });
  it('tells that there is no such stream', async () => {
    const stream = freshName();
    expect(await failure(collect(fixture.client.readStream(stream)))).toMatchObject({
      type: 'stream-not-found',
      streamName: stream,
    });
  });
});

describe('Reading $all', () => {
  it('includes the position it starts from forwards, and leaves it out backwards', async () => {
    const stream = await streamOf(3);
    const [first, second, third] = await collect(fixture.client.readStream(stream));
    const at = second?.event?.position ?? { commit: 0n, prepare: 0n };
    const forwards = await collect(fixture.client.readAll({ fromPosition: at, maxCount: 2 }));
    expect(forwards.map(({ event }) => event?.id)).toEqual([second?.event?.id, third?.event?.id]);
    const backwards = await collect(fixture.client.readAll({ fromPosition: at, direction: 'backwards', maxCount: 1 }));
    expect(backwards.map(({ event }) => event?.id)).toEqual([first?.event?.id]);
  });
  it('is in the order of commits both ways, with growing positions', async () => {
    await streamOf(600);
    const forwards = await collect(fixture.client.readAll());
    const positions = forwards.map(({ event }) => event?.position.commit ?? 0n);
    expect(positions.every((position, index) => index === 0 || position > (positions[index - 1] ?? 0n))).toBe(true);
    const backwards = await collect(fixture.client.readAll({ direction: 'backwards', fromPosition: 'end' }));
    expect(backwards.map(({ event }) => event?.id)).toEqual(forwards.map(({ event }) => event?.id).reverse());
  });
  it('has nothing before the start and nothing after the end', async () => {
    expect(await collect(fixture.client.readAll({ direction: 'backwards', fromPosition: 'start' }))).toEqual([]);
    expect(await collect(fixture.client.readAll({ fromPosition: 'end' }))).toEqual([]);
  });
});

describe('Links', () => {
  const link = (target: string) => jsonEvent({ type: '$>', data: target as unknown as Record<string, string> });
  // The client writes JSON; a link's data is bare text, so the quotes are taken off by sending it as bytes.
  const linkTo = (target: string) => ({
    ...link(target),
    contentType: 'application/octet-stream' as const,
    data: Buffer.from(target),
  });

  it('are followed on request, with both parts and the position of the link', async () => {
    const target = await streamOf(2);
    const stream = freshName('links');
    const { position } = await fixture.client.appendToStream(stream, linkTo(`1@${target}`));
    const [resolved] = await collect(fixture.client.readStream(stream, { resolveLinkTos: true }));
    expect(resolved?.event).toMatchObject({ streamId: target, revision: 1n });
    expect(resolved?.link).toMatchObject({ streamId: stream, revision: 0n, type: '$>' });
    expect(resolved?.commitPosition).toBe(position?.commit);
    const [plain] = await collect(fixture.client.readStream(stream));
    expect(plain?.link).toBeUndefined();
    expect(plain?.event?.type).toBe('$>');
  });
  it('stand alone where the target is missing, truncated or deleted', async () => {
    const truncated = await streamOf(3);
    await fixture.client.setStreamMetadata(truncated, { truncateBefore: 2 });
    const deleted = await streamOf(1);
    await fixture.client.deleteStream(deleted);
    const dead = await streamOf(1);
    await fixture.client.tombstoneStream(dead);
    const stream = freshName('links');
    const targets = [`9@${truncated}`, `0@${truncated}`, `0@${deleted}`, `0@${dead}`, `0@${freshName()}`, 'nonsense'];
    await fixture.client.appendToStream(stream, targets.map(linkTo));
    const resolved = await collect(fixture.client.readStream(stream, { resolveLinkTos: true }));
    expect(resolved.map(({ event, link: via }) => [event, Number(via?.revision)])).toEqual(
      targets.map((_, index) => [undefined, index]),
    );
  });
});
