import { randomUUID } from 'node:crypto';
import grpc from '@grpc/grpc-js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { binaryEvent, type EventStoreDBClient } from '@eventstore/db-client';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureBuilt, runServer, type ChildServer } from './child-process.js';
import { connect, noted, until } from './fixture.js';
import { temporaryFolder } from './log-fixture.js';
import { measurable, processorMs, residentMib } from './process-use.js';

const SUBSCRIBERS = 1_000;

let remove: () => void;
let server: ChildServer;
let client: EventStoreDBClient;
let raw: InstanceType<typeof streamsGrpc.StreamsClient>;
beforeAll(ensureBuilt, 60_000);
beforeEach(async () => {
  const place = temporaryFolder();
  remove = place.remove;
  server = await runServer(place.folder);
  client = connect(server.port);
  raw = new streamsGrpc.StreamsClient(`127.0.0.1:${server.port}`, grpc.credentials.createInsecure());
}, 60_000);
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
const subscribe = (options: streamsPb.ReadReq.Options): grpc.ClientReadableStream<streamsPb.ReadResp> => {
  const call = raw.read(
    new streamsPb.ReadReq().setOptions(
      options
        .setSubscription(new streamsPb.ReadReq.Options.SubscriptionOptions())
        .setNoFilter(new sharedPb.Empty())
        .setUuidOption(new streamsPb.ReadReq.Options.UUIDOption().setString(new sharedPb.Empty())),
    ),
  );
  // Cancelled at the end of the case.
  call.on('error', () => undefined);
  return call;
};

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
  await until('the server rests', rests, 60_000);
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
        const call = subscribe(toStream(`idle-${n}`));
        call.on('data', (response: streamsPb.ReadResp) => {
          if (response.hasCaughtUp()) idle += 1;
        });
        return call;
      });
      await until('all caught up', () => idle === SUBSCRIBERS, 60_000);
      // 64 KiB each; measured about 20, most of it grpc-js.
      expect(residentMib(server.pid) - memory).toBeLessThan((SUBSCRIBERS * 64) / 1_024);
      await untilItRests();
      expect(await costOfAppends(300)).toBeLessThan(alone * 2 + 200);
      for (const call of calls) call.cancel();
    },
    120_000,
  );
});

describe('A client that does not read', () => {
  const LARGE = 128 * 1024;

  onLinux(
    'what it subscribed to is held back, not kept for it, and comes whole once it reads',
    async () => {
      const call = subscribe(toAll());
      const memory = residentMib(server.pid);
      const appends = 600;
      for (let n = 0; n < appends; n += 1)
        await client.appendToStream('large', binaryEvent({ type: 'Large', data: new Uint8Array(LARGE) }));
      // 75 MiB were written; what may stay is the ring of recent events, SQLite's caches and garbage of the appends.
      expect(residentMib(server.pid) - memory).toBeLessThan(180);
      let came = 0;
      call.on('data', (response: streamsPb.ReadResp) => {
        if (response.hasEvent()) came += 1;
      });
      await until('all came', () => came === appends, 60_000);
      call.cancel();
    },
    180_000,
  );
  onLinux(
    'is not read from either: its appends wait with it, and are all answered once it reads',
    async () => {
      const call = raw.batchAppend();
      call.on('error', () => undefined); // cancelled at the end
      const memory = residentMib(server.pid);
      const total = 20_000;
      const sent: Promise<void>[] = [];
      for (let n = 0; n < total; n += 1)
        sent.push(new Promise((resolve) => call.write(appendOf(`wide-${n % 50}`), () => resolve())));
      await untilItRests();
      expect(residentMib(server.pid) - memory).toBeLessThan(150);
      let answered = 0;
      call.on('data', () => {
        answered += 1;
      });
      await until('all are answered', () => answered === total, 60_000);
      await Promise.all(sent);
      call.cancel();
    },
    180_000,
  );
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
