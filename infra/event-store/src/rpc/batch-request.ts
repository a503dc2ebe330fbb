import type { ProposedEvent } from '../log/record.js';
import { isUuid, uuidFromBytes } from '../log/uuid.js';
import { badRequest, missingMetadata } from './errors.js';
import { expectationOfWord, type Expectation } from './expectation.js';
import { ProtoInput } from './proto-input.js';
import { checkedStreamName, fromWire } from './wire.js';

/** Where and on what an append of a batch goes. `deadline` is milliseconds since 1970. */
export type BatchOptions = Readonly<{ stream: string; expectation: Expectation; deadline: number | undefined }>;

/**
 * A BatchAppend chunk, taken apart only as far as it cannot be wrong: options and events are read by whoever can answer for them.
 * The generated classes take several times as long, and appends spend most of their time there. Field numbers are those of
 * `event_store.client.streams.BatchAppendReq`; its spec reads what the generated class wrote.
 */
export type BatchChunk = Readonly<{
  /** Fails with INVALID_ARGUMENT where it is no UUID. */
  correlationId: () => string;
  /** Undefined where the chunk carries none. Fails with INVALID_ARGUMENT where they say nothing sensible. */
  options: () => BatchOptions | undefined;
  /** Each fails with INVALID_ARGUMENT where the event lacks something. */
  events: readonly (() => ProposedEvent)[];
  isFinal: boolean;
}>;

export function readBatchChunk(bytes: Buffer): BatchChunk {
  const input = new ProtoInput(bytes);
  let [id, options, isFinal]: [ProtoInput | undefined, ProtoInput | undefined, boolean] = [undefined, undefined, false];
  const events: (() => ProposedEvent)[] = [];
  while (input.next()) {
    switch (input.field) {
      case 1:
        id = input.message();
        break;
      case 2:
        options = input.message();
        break;
      case 3: {
        const event = input.message();
        events.push(() => eventOf(event));
        break;
      }
      case 4:
        isFinal = input.number() !== 0;
        break;
      default:
        input.skip();
    }
  }
  return { correlationId: () => uuidOf(id), options: () => options && optionsOf(options), events, isFinal };
}

function optionsOf(input: ProtoInput): BatchOptions {
  let [stream, expectation, deadline]: [string, Expectation | undefined, number | undefined] = ['', undefined, undefined];
  while (input.next()) {
    switch (input.field) {
      case 1:
        stream = nameOf(input.message());
        break;
      case 2: {
        const text = String(input.bigint());
        expectation = { expected: fromWire(text), text };
        break;
      }
      case 3:
        expectation = wordOf(input, 'no_stream');
        break;
      case 4:
        expectation = wordOf(input, 'any');
        break;
      case 5:
        expectation = wordOf(input, 'stream_exists');
        break;
      case 6:
        deadline = millisecondsOf(input.message());
        break;
      // As a duration it counts from now; the generated code of this client does not know the field.
      case 7:
        deadline ??= Date.now() + millisecondsOf(input.message());
        break;
      default:
        input.skip();
    }
  }
  if (!expectation) throw badRequest('The options name no expected revision.');
  return { stream: checkedStreamName(stream), expectation, deadline };
}

function wordOf(input: ProtoInput, word: Parameters<typeof expectationOfWord>[0]): Expectation {
  input.skip();
  return expectationOfWord(word);
}

function nameOf(input: ProtoInput): string {
  let name = '';
  while (input.next()) {
    if (input.field === 3) name = input.text();
    else input.skip();
  }
  return name;
}

/** A Timestamp or a Duration: seconds and nanoseconds, both signed. */
function millisecondsOf(input: ProtoInput): number {
  let [seconds, nanoseconds] = [0n, 0n];
  while (input.next()) {
    if (input.field === 1) seconds = BigInt.asIntN(64, input.bigint());
    else if (input.field === 2) nanoseconds = BigInt.asIntN(32, input.bigint());
    else input.skip();
  }
  return Number(seconds) * 1_000 + Math.floor(Number(nanoseconds) / 1_000_000);
}

const NO_BYTES: Buffer = Buffer.alloc(0);

function eventOf(input: ProtoInput): ProposedEvent {
  let [id, type, contentType, data, metadata] = ['', '', '', NO_BYTES, NO_BYTES];
  while (input.next()) {
    switch (input.field) {
      case 1:
        id = uuidOf(input.message());
        break;
      case 2: {
        const [key, value] = entryOf(input.message());
        if (key === 'type') type = value;
        if (key === 'content-type') contentType = value;
        break;
      }
      case 3:
        metadata = input.bytesOfField();
        break;
      case 4:
        data = input.bytesOfField();
        break;
      default:
        input.skip();
    }
  }
  if (type === '') throw missingMetadata('type');
  if (contentType === '') throw missingMetadata('content-type');
  return { id: id === '' ? uuidOf(undefined) : id, type, isJson: contentType === 'application/json', data, metadata };
}

function entryOf(input: ProtoInput): readonly [key: string, value: string] {
  let [key, value] = ['', ''];
  while (input.next()) {
    if (input.field === 1) key = input.text();
    else if (input.field === 2) value = input.text();
    else input.skip();
  }
  return [key, value];
}

function uuidOf(input: ProtoInput | undefined): string {
  let text = '';
  while (input?.next()) {
    if (input.field === 1) text = fromBits(input.message());
    else if (input.field === 2) text = input.text();
    else input.skip();
  }
  if (!isUuid(text)) throw badRequest(`'${text}' is not a UUID.`);
  return text.toLowerCase();
}

function fromBits(input: ProtoInput): string {
  const bytes = Buffer.alloc(16);
  while (input.next()) {
    if (input.field === 1 || input.field === 2) bytes.writeBigUInt64BE(input.bigint(), (input.field - 1) * 8);
    else input.skip();
  }
  return uuidFromBytes(bytes);
}
