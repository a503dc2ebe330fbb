import { afterEach, describe, expect, it } from '@jest/globals';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { EventStoreServer } from '../server.js';
import { collect, connect, failure, freshName, notes } from './fixture.js';

let server: EventStoreServer;
let client: EventStoreDBClient;
const start = async (options: Parameters<typeof EventStoreServer.start>[0]): Promise<void> => {
  server = await EventStoreServer.start({ memory: true, ...options });
  client = connect(server.port);
};
afterEach(async () => {
  await client.dispose();
  await server.close();
});

// 30,000 events of about 30 bytes of data stay below the largest append; nothing writes them within a millisecond.
const MANY = 30_000;
// Of its own: the classic Append rpc. The deadline is the client's, long enough for a busy machine.
const classic = { credentials: { username: 'a', password: 'b' }, deadline: 120_000 };

describe('An append that is not committed in time', () => {
  it('is answered ABORTED, the client sees its time-out and goes on with the same connection', async () => {
    await start({ commitTimeoutMs: 1, prepareTimeoutMs: 60_000 });
    const stream = freshName();
    const late = await failure(client.appendToStream(stream, notes(MANY), classic));
    expect(late).toMatchObject({ type: 'timeout', code: 10 });
    expect(await failure(client.appendToStream(freshName(), notes(MANY)))).toMatchObject({ type: 'deadline-exceeded' });
    // The outcome was open: here the commit came late and is there.
    expect(await collect(client.readStream(stream))).toHaveLength(MANY);
  }, 180_000);
});

describe('The largest append', () => {
  it('counts bytes of data over all chunks, whatever is in the events besides', async () => {
    await start({ maxAppendSize: 64 * 1_024, prepareTimeoutMs: 60_000, commitTimeoutMs: 60_000 });
    const event = (n: number) => ({ ...notes(1, n)[0], data: { n: 1_000_000 + n, text: '012345' } });
    const events = (count: number) => Array.from({ length: count }, (_, n) => event(n) as ReturnType<typeof notes>[number]);
    const bytes = JSON.stringify(events(1)[0]?.data).length;
    const fits = Math.floor((64 * 1_024) / bytes);
    await client.appendToStream(freshName(), events(fits));
    await client.appendToStream(freshName(), events(fits), classic);
    for (const options of [{}, classic])
      expect(await failure(client.appendToStream(freshName(), events(fits + 1), options))).toMatchObject({
        type: 'maximum-append-size-exceeded',
        maxAppendSize: 64 * 1_024,
      });
  }, 180_000);
});
