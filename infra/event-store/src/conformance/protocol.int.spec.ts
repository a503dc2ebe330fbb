import { randomUUID } from 'node:crypto';
import grpc from '@grpc/grpc-js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import timestampPb from 'google-protobuf/google/protobuf/timestamp_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { EventStoreDBClient } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { collect, connect, failure, freshName, noted, notes, startFixture } from './fixture.js';

let fixture: Awaited<ReturnType<typeof startFixture>>;
let raw: InstanceType<typeof streamsGrpc.StreamsClient>;
beforeAll(async () => {
  fixture = await startFixture();
  raw = new streamsGrpc.StreamsClient(`127.0.0.1:${fixture.server.port}`, grpc.credentials.createInsecure());
});
afterAll(async () => {
  raw.close();
  await fixture.stop();
});

describe('Connecting', () => {
  it.each([
    ['discovery', (port: number) => `esdb+discover://127.0.0.1:${port}?tls=false`],
    ['several endpoints', (port: number) => `esdb://127.0.0.1:${port},127.0.0.1:${port}?tls=false&nodePreference=leader`],
  ])('works by %s', async (_how, address) => {
    const client = EventStoreDBClient.connectionString(address(fixture.server.port));
    expect(await client.appendToStream(freshName(), noted(1))).toMatchObject({ success: true });
    await client.dispose();
  });
  it('says which rpcs are served, and refuses the others with a sentence', async () => {
    const error = await failure(fixture.client.enableProjection('$by_category'));
    expect(error['code']).toBe(grpc.status.UNIMPLEMENTED);
    expect(String(error['message'])).toMatch(/^[^.]+projections/);
  });
});

/** One append as the batch stream carries it. */
function request(
  stream: string,
  count: number,
  change: (options: streamsPb.BatchAppendReq.Options) => void = () => undefined,
): streamsPb.BatchAppendReq {
  const options = new streamsPb.BatchAppendReq.Options()
    .setStreamIdentifier(new sharedPb.StreamIdentifier().setStreamName(Buffer.from(stream)))
    .setAny(new emptyPb.Empty());
  change(options);
  const messages = Array.from({ length: count }, () => {
    const message = new streamsPb.BatchAppendReq.ProposedMessage()
      .setId(new sharedPb.UUID().setString(randomUUID()))
      .setData(Buffer.from('{}'));
    message.getMetadataMap().set('type', 'Raw').set('content-type', 'application/json');
    return message;
  });
  return new streamsPb.BatchAppendReq()
    .setCorrelationId(new sharedPb.UUID().setString(randomUUID()))
    .setOptions(options)
    .setProposedMessagesList(messages)
    .setIsFinal(true);
}

/** Sends chunks, closes the sending side at once and waits for everything the server says until it ends the stream. */
async function exchange(...requests: streamsPb.BatchAppendReq[]): Promise<streamsPb.BatchAppendResp[]> {
  const call = raw.batchAppend();
  for (const each of requests) call.write(each);
  call.end();
  return collect<streamsPb.BatchAppendResp>(call);
}
const typeOf = (response: streamsPb.BatchAppendResp | undefined) => response?.getError()?.getDetails()?.getTypeName();

describe('A batch stream', () => {
  it('is ended only after everything on it was answered', async () => {
    const requests = Array.from({ length: 50 }, () => request(freshName(), 1));
    const answers = await exchange(...requests);
    expect(answers.map((answer) => answer.getCorrelationId()?.getString())).toEqual(
      requests.map((each) => each.getCorrelationId()?.getString()),
    );
    expect(answers.every((answer) => answer.hasSuccess())).toBe(true);
  });
  it('repeats stream and expectation in its answers', async () => {
    const stream = freshName();
    const [answer] = await exchange(request(stream, 1, (options) => void options.setStreamPosition('5')));
    expect(Buffer.from(answer?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()).toBe(stream);
    expect(answer?.getStreamPosition()).toBe('5');
    expect(typeOf(answer)).toBe('event_store.client.WrongExpectedVersion');
  });
  it('survives bad appends: each is answered in band, the others go on', async () => {
    const unnamed = request('', 1);
    const noOptions = request(freshName(), 1);
    noOptions.clearOptions();
    const answers = await exchange(unnamed, noOptions, request(freshName(), 1));
    expect(answers.filter((answer) => typeOf(answer) === 'event_store.client.BadRequest')).toHaveLength(2);
    expect(answers.at(-1)?.hasSuccess()).toBe(true);
  });
  it('does not write what comes after its deadline', async () => {
    const stream = freshName();
    const late = timestampPb.Timestamp.fromDate(new Date(Date.now() - 1));
    const [answer] = await exchange(request(stream, 1, (options) => void options.setDeadline(late)));
    expect(typeOf(answer)).toBe('event_store.client.Timeout');
    expect(await failure(collect(fixture.client.readStream(stream)))).toMatchObject({ type: 'stream-not-found' });
  });
  it('times out an append whose last chunk does not come, once', async () => {
    const soon = timestampPb.Timestamp.fromDate(new Date(Date.now() + 50));
    const first = request(freshName(), 1, (options) => void options.setDeadline(soon)).setIsFinal(false);
    const call = raw.batchAppend();
    call.write(first);
    const answers = collect<streamsPb.BatchAppendResp>(call);
    call.once('data', () => {
      call.write(new streamsPb.BatchAppendReq().setCorrelationId(first.getCorrelationId()).setIsFinal(true));
      call.end();
    });
    expect((await answers).map(typeOf)).toEqual(['event_store.client.Timeout']);
  });
});

describe('A read', () => {
  it('answers ids as two numbers where that is asked for', async () => {
    const stream = freshName();
    const id = 'f0e1d2c3-b4a5-4687-8978-695a4b3c2d1e';
    await fixture.client.appendToStream(stream, noted(1, id));
    const options = new streamsPb.ReadReq.Options()
      .setStream(
        new streamsPb.ReadReq.Options.StreamOptions()
          .setStart(new sharedPb.Empty())
          .setStreamIdentifier(new sharedPb.StreamIdentifier().setStreamName(Buffer.from(stream))),
      )
      .setCount('1')
      .setNoFilter(new sharedPb.Empty())
      .setUuidOption(new streamsPb.ReadReq.Options.UUIDOption().setStructured(new sharedPb.Empty()));
    const [response] = await collect<streamsPb.ReadResp>(raw.read(new streamsPb.ReadReq().setOptions(options)));
    const structured = response?.getEvent()?.getEvent()?.getId()?.getStructured();
    expect(BigInt.asUintN(64, BigInt(structured?.getMostSignificantBits() ?? 0))).toBe(0xf0e1d2c3b4a54687n);
    expect(BigInt.asUintN(64, BigInt(structured?.getLeastSignificantBits() ?? 0))).toBe(0x8978695a4b3c2d1en);
  });
  it('of $all takes a filter when it is finite, too', async () => {
    const prefix = freshName('finite');
    await fixture.client.appendToStream(`${prefix}.a`, notes(3));
    await fixture.client.appendToStream(freshName(), notes(3));
    const expression = new streamsPb.ReadReq.Options.FilterOptions.Expression().setPrefixList([prefix]);
    const options = new streamsPb.ReadReq.Options()
      .setAll(new streamsPb.ReadReq.Options.AllOptions().setStart(new sharedPb.Empty()))
      .setCount('2')
      .setFilter(
        new streamsPb.ReadReq.Options.FilterOptions()
          .setStreamIdentifier(expression)
          .setCount(new sharedPb.Empty())
          .setCheckpointintervalmultiplier(1),
      );
    const responses = await collect<streamsPb.ReadResp>(raw.read(new streamsPb.ReadReq().setOptions(options)));
    expect(responses.map((response) => response.getEvent()?.getEvent()?.getStreamRevision())).toEqual(['0', '1']);
  });
  it('is refused where its options name nothing', async () => {
    expect(await failure(collect(raw.read(new streamsPb.ReadReq())))).toMatchObject({ code: grpc.status.INVALID_ARGUMENT });
  });
});

describe('A client', () => {
  it('that goes away leaves the server to the others', async () => {
    const leaving = connect(fixture.server.port);
    const subscription = leaving.subscribeToAll();
    subscription.on('error', () => undefined);
    subscription.resume();
    await leaving.dispose();
    expect(await fixture.client.appendToStream(freshName(), noted(1))).toMatchObject({ success: true });
  });
});
