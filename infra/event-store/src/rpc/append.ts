import type grpc from '@grpc/grpc-js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { Access } from '../access/access.js';
import type { Outcome } from '../log/commands.js';
import type { ProposedEvent } from '../log/record.js';
import { AppendSize } from './append-size.js';
import { appendTooLarge, badRequest, closing, deadlinePassed, overdue, refused, streamDeleted, toRpcError } from './errors.js';
import { expectationOf, type Expectation } from './expectation.js';
import type { StreamsServed } from './streams-served.js';
import { proposedFromWire, revisionToWire, streamNameFromWire } from './wire.js';

type AppendCall = grpc.ServerReadableStream<streamsPb.AppendReq, streamsPb.AppendResp>;
type Target = Readonly<{ stream: string; expectation: Expectation }>;

/** Streams.Append: options first, then the events one by one, written when the client ends its side. */
export const appendHandler =
  ({ log, calls, access, maxAppendSize }: StreamsServed) =>
  (call: AppendCall, callback: grpc.sendUnaryData<streamsPb.AppendResp>): void => {
    if (calls.closing) return callback(closing());
    collect(call, access, maxAppendSize)
      .then(async ({ target, events }) => {
        if (calls.closing) throw closing();
        return answerOf(
          target,
          await log.execute({ kind: 'append', stream: target.stream, expected: target.expectation.expected, events }),
        );
      })
      .then(
        (response) => callback(null, response),
        (fault: unknown) => callback(toRpcError(fault)),
      );
  };

async function collect(
  call: AppendCall,
  access: Access,
  maxAppendSize: number,
): Promise<{ target: Target; events: ProposedEvent[] }> {
  const size = new AppendSize(maxAppendSize);
  const events: ProposedEvent[] = [];
  let target: Target | undefined;
  const user = await access.identify(call.metadata);
  for await (const request of call as AsyncIterable<streamsPb.AppendReq>) {
    const [options, message] = [request.getOptions(), request.getProposedMessage()];
    if (options) {
      const expectation = expectationOf(options, options.hasRevision() ? options.getRevision() : undefined);
      target = { stream: streamNameFromWire(options.getStreamIdentifier()), expectation };
      access.authorize(user, { kind: 'stream', stream: target.stream, right: 'write' });
    }
    if (!message) continue;
    if (!target) throw badRequest('The first message of an append carries its options.');
    const event = proposedFromWire(message);
    if (size.add(event.data) === 'too-large') throw appendTooLarge(maxAppendSize);
    events.push(event);
  }
  if (!target) throw badRequest('An append needs options.');
  return { target, events };
}

function answerOf({ stream, expectation }: Target, outcome: Outcome): streamsPb.AppendResp {
  switch (outcome.kind) {
    case 'written':
      return success(outcome.revision, outcome.position);
    case 'nothing':
      return success(outcome.revision, undefined);
    case 'wrong-version':
      return new streamsPb.AppendResp().setWrongExpectedVersion(wrongVersion(expectation, outcome.actual));
    case 'stream-deleted':
      throw streamDeleted(stream);
    case 'timed-out':
      throw deadlinePassed();
    case 'overdue':
      throw overdue(outcome.timeout);
    case 'refused':
      throw refused(outcome.reason);
  }
}

function success(revision: number, position: number | undefined): streamsPb.AppendResp {
  const message = new streamsPb.AppendResp.Success();
  if (revision < 0) message.setNoStream(new sharedPb.Empty());
  else message.setCurrentRevision(revisionToWire(revision));
  if (position === undefined) message.setNoPosition(new sharedPb.Empty());
  else
    message.setPosition(
      new streamsPb.AppendResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position)),
    );
  return new streamsPb.AppendResp().setSuccess(message);
}

function wrongVersion({ expected, text }: Expectation, actual: number): streamsPb.AppendResp.WrongExpectedVersion {
  const message = new streamsPb.AppendResp.WrongExpectedVersion();
  if (actual < 0) message.setCurrentNoStream(new sharedPb.Empty());
  else message.setCurrentRevision(revisionToWire(actual));
  switch (expected) {
    case 'any':
      return message.setExpectedAny(new sharedPb.Empty());
    case 'stream_exists':
      return message.setExpectedStreamExists(new sharedPb.Empty());
    case 'no_stream':
      return message.setExpectedNoStream(new sharedPb.Empty());
    default:
      return message.setExpectedRevision(text);
  }
}
