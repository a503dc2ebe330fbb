import { randomUUID } from 'node:crypto';
import grpc from '@grpc/grpc-js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { binaryEvent, type EventStoreDBClient } from '@eventstore/db-client';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureBuilt, runServer, type ChildServer } from './child-process.js';
import { collect, connect, noted, until } from './fixture.js';
import { temporaryFolder } from './log-fixture.js';
import { SilentCall } from './silent-client.js';
import { measurable, processorMs, residentMib } from './process-use.js';

const SUBSCRIBERS = 1_000;

let remove: () => void;
let server: ChildServer;
let client: EventStoreDBClient;
let raw: InstanceType<typeof streamsGrpc.StreamsClient>;
beforeAll(ensureBuilt, 120_000);
beforeEach(async () => {
  const place = temporaryFolder();
  remove = place.remove;
  server = await runServer(place.folder);
  client = connect(server.port);
  raw = new streamsGrpc.StreamsClient(`127.0.0.1:${server.port}`, grpc.credentials.createInsecure());
}, 120_000);
afterEach(async () => {
  raw.close();
  await client.dispose();
  await server.kill('SIGKILL');
  remove();
});

const toStream = (stream: string): streamsPb.ReadReq.Options =>
  new streamsPb.ReadReq.Options().setStream(
    new streamsPb.ReadReq.Options.StreamOptions()
      .setStart(new sharedPb.Empty())
      .setStreamIdentifier(new sharedPb.StreamIdentifier().setStreamName(Buffer.from(stream))),
  );
const toAll = (): streamsPb.ReadReq.Options =>
  new streamsPb.ReadReq.Options().setAll(new streamsPb.ReadReq.Options.AllOptions().setStart(new sharedPb.Empty()));
const subscription = (options: streamsPb.ReadReq.Options): streamsPb.ReadReq =>
  new streamsPb.ReadReq().setOptions(
    options
      .setSubscription(new streamsPb.ReadReq.Options.SubscriptionOptions())
      .setNoFilter(new sharedPb.Empty())
      .setUuidOption(new streamsPb.ReadReq.Options.UUIDOption().setString(new sharedPb.Empty())),
  );

/** Processor time of the server for appends, one after another, in milliseconds. */
async function costOfAppends(count: number): Promise<number> {
  const before = processorMs(server.pid);
  for (let n = 0; n < count; n += 1) await client.appendToStream('busy', noted(n));
  return processorMs(server.pid) - before;
}

/** Waits until the server has used no measurable processor time for a while. */
async function untilItRests(): Promise<void> {
  let [used, quiet] = [-1, 0];
  const rests = (): boolean => {
    const now = processorMs(server.pid);
    quiet = now === used ? quiet + 1 : 0;
    used = now;
    return quiet > 100;
  };
  await until('the server rests', rests, 120_000);
}

const onLinux = measurable ? it : it.skip;

describe('A thousand idle subscriptions', () => {
  onLinux(
    'cost little memory, no time while nothing happens, and do not slow appends to other streams',
    async () => {
      await costOfAppends(300);
      const alone = await costOfAppends(300);
      const memory = residentMib(server.pid);
      let idle = 0;
      const calls = Array.from({ length: SUBSCRIBERS }, (_, n) => {
        const call = raw.read(subscription(toStream(`idle-${n}`)));
        call.on('error', () => undefined); // cancelled at the end
        call.on('data', (response: streamsPb.ReadResp) => {
          if (response.hasCaughtUp()) idle += 1;
        });
        return call;
      });
      await until('all caught up', () => idle === SUBSCRIBERS, 120_000);
      // 64 KiB each; measured about 20, most of it grpc-js.
      expect(residentMib(server.pid) - memory).toBeLessThan((SUBSCRIBERS * 64) / 1_024);
      await untilItRests();
      expect(await costOfAppends(300)).toBeLessThan(alone * 2 + 200);
      for (const call of calls) call.cancel();
    },
    300_000,
  );
});

describe('A client that does not read', () => {
  const LARGE = 1024 * 1024;
  let call: SilentCall;
  const open = (method: string): void => {
    call = new SilentCall(server.port, `event_store.client.streams.Streams/${method}`);
  };
  afterEach(() => call.close());

  onLinux(
    'what it subscribed to is held back, not kept for it, and comes whole once it reads',
    async () => {
      open('Read');
      await call.sendLast(subscription(toAll()));
      const memory = residentMib(server.pid);
      const appends = 160;
      for (let n = 0; n < appends; n += 1)
        await client.appendToStream('large', binaryEvent({ type: 'Large', data: new Uint8Array(LARGE) }));
      // 160 MiB were written; what stays is the ring of recent events, SQLite's caches and garbage of the appends, measured 76.
      expect(residentMib(server.pid) - memory).toBeLessThan(140);
      call.read();
      // Beside the events: the confirmation, caught up, fell behind and caught up again.
      await until('all came', () => call.received >= appends + 2, 120_000);
    },
    300_000,
  );
  it('is not read from either: its appends wait with it, and are all answered once it reads', async () => {
    open('BatchAppend');
    const total = 6_000;
    // Answers repeat the name: a long one fills the buffers between soon.
    const name = 'wide'.repeat(500);
    const sent = Array.from({ length: total }, (_, n) => call.send(appendOf(`${name}-${n % 50}`)));
    const stored = async (): Promise<number> => (await collect(client.readAll({ maxCount: total }))).length;
    for (let before = -1, now = 0; now !== before; before = now, now = await stored()) await untilItRests();
    // About a thousand answers wait here, and some more in the buffers between; what is not read is not carried out either.
    expect(await stored()).toBeGreaterThan(1_000);
    expect(await stored()).toBeLessThan((total * 2) / 3);
    call.read();
    await until('all are answered', () => call.received === total, 120_000);
    await Promise.all(sent);
    expect(await stored()).toBe(total);
  }, 300_000);
});

function appendOf(stream: string): streamsPb.BatchAppendReq {
  const message = new streamsPb.BatchAppendReq.ProposedMessage()
    .setId(new sharedPb.UUID().setString(randomUUID()))
    .setData(Buffer.from('{}'));
  message.getMetadataMap().set('type', 'Raw').set('content-type', 'application/json');
  return new streamsPb.BatchAppendReq()
    .setCorrelationId(new sharedPb.UUID().setString(randomUUID()))
    .setOptions(
      new streamsPb.BatchAppendReq.Options()
        .setStreamIdentifier(new sharedPb.StreamIdentifier().setStreamName(Buffer.from(stream)))
        .setAny(new emptyPb.Empty()),
    )
    .setProposedMessagesList([message])
    .setIsFinal(true);
}
