import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import codePb from '@eventstore/db-client/generated/code_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import statusPb from '@eventstore/db-client/generated/status_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { Outcome } from '../log/commands.js';
import { encodeSuccess, type BatchTarget } from './batch-success.js';
import type { Expectation } from './expectation.js';
import { revisionToWire, streamNameToWire, uuidToWire } from './wire.js';

const { Code } = codePb;
const empty = (): emptyPb.Empty => new emptyPb.Empty();

/** An answer, or its bytes where it is a success (`batch-success.ts`). */
export type BatchAnswer = streamsPb.BatchAppendResp | Buffer;

/** The answer to one append of a batch stream. Failures are told in band: failing the stream would fail other clients' appends. */
export function answerOf(target: BatchTarget, outcome: Outcome): BatchAnswer {
  switch (outcome.kind) {
    case 'written':
      return encodeSuccess(target, outcome.revision, outcome.position);
    case 'nothing':
      return encodeSuccess(target, outcome.revision, undefined);
    case 'wrong-version':
      return failure(
        target,
        Code.FAILED_PRECONDITION,
        'Wrong expected version.',
        'WrongExpectedVersion',
        wrongVersion(target.expectation, outcome.actual).serializeBinary(),
      );
    case 'stream-deleted':
      return failure(
        target,
        Code.FAILED_PRECONDITION,
        `Stream '${target.stream}' is deleted.`,
        'StreamDeleted',
        new sharedPb.StreamDeleted().setStreamIdentifier(streamNameToWire(target.stream)).serializeBinary(),
      );
    case 'timed-out':
      return failure(
        target,
        Code.DEADLINE_EXCEEDED,
        'The deadline passed before the append was written.',
        'Timeout',
        new sharedPb.Timeout().serializeBinary(),
      );
    case 'overdue':
      return failure(
        target,
        Code.ABORTED,
        `The append did not end within the ${outcome.timeout} time-out.`,
        'Timeout',
        new sharedPb.Timeout().serializeBinary(),
      );
    case 'refused':
      return failure(target, Code.RESOURCE_EXHAUSTED, outcome.reason, 'Unknown', new sharedPb.Unknown().serializeBinary());
  }
}

export const tooLarge = (target: BatchTarget, maximum: number): streamsPb.BatchAppendResp =>
  failure(
    target,
    Code.INVALID_ARGUMENT,
    `An append may hold ${maximum} bytes of data at most.`,
    'MaximumAppendSizeExceeded',
    new sharedPb.MaximumAppendSizeExceeded().setMaxappendsize(maximum).serializeBinary(),
  );

export const denied = (target: BatchTarget, sentence: string): streamsPb.BatchAppendResp =>
  failure(target, Code.PERMISSION_DENIED, sentence, 'AccessDenied', new sharedPb.AccessDenied().serializeBinary());

export const invalid = (target: BatchTarget, sentence: string): streamsPb.BatchAppendResp =>
  failure(
    target,
    Code.INVALID_ARGUMENT,
    sentence,
    'BadRequest',
    new sharedPb.BadRequest().setMessage(sentence).serializeBinary(),
  );

function failure(
  target: BatchTarget,
  code: codePb.Code,
  message: string,
  type: string,
  details: Uint8Array,
): streamsPb.BatchAppendResp {
  const any = new anyPb.Any();
  any.pack(details, `event_store.client.${type}`);
  return echo(target).setError(new statusPb.Status().setCode(code).setMessage(message).setDetails(any));
}

function echo({ correlationId, stream, expectation: { expected, text } }: BatchTarget): streamsPb.BatchAppendResp {
  const response = new streamsPb.BatchAppendResp()
    .setCorrelationId(uuidToWire(correlationId, 'text'))
    .setStreamIdentifier(streamNameToWire(stream));
  switch (expected) {
    case 'any':
      return response.setAny(empty());
    case 'stream_exists':
      return response.setStreamExists(empty());
    case 'no_stream':
      return response.setNoStream(empty());
    default:
      return response.setStreamPosition(text);
  }
}

function wrongVersion({ expected, text }: Expectation, actual: number): sharedPb.WrongExpectedVersion {
  const message = new sharedPb.WrongExpectedVersion();
  if (actual < 0) message.setCurrentNoStream(empty());
  else message.setCurrentStreamRevision(revisionToWire(actual));
  switch (expected) {
    case 'any':
      return message.setExpectedAny(empty());
    case 'stream_exists':
      return message.setExpectedStreamExists(empty());
    case 'no_stream':
      return message.setExpectedNoStream(empty());
    default:
      return message.setExpectedStreamPosition(text);
  }
}
