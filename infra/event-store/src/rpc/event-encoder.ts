import type { ResolvedEvent } from '../log/links.js';
import { TOMBSTONE_REVISION, type StoredEvent } from '../log/record.js';
import { fieldLength, ProtoOutput, varintLength } from './proto-output.js';
import { uuidToWire, type UuidForm } from './wire.js';

/**
 * Encodes the answer that carries an event straight into bytes. Reads spend most of their time here, and the generated classes
 * take several times as long. Field numbers are those of `event_store.client.streams.ReadResp`; its spec decodes every answer
 * with the generated class. A persistent subscription's answer has the same fields and one more: how often it failed before.
 */
export function encodeEvent({ event, link }: ResolvedEvent, form: UuidForm, retries?: number): Buffer {
  const position = (link ?? event)?.position ?? 0;
  const parts = [event && measure(event, form), link && measure(link, form)] as const;
  const numbers = 1 + varintLength(position) + (retries === undefined ? 0 : 1 + varintLength(retries));
  const inner = parts.reduce((sum, part) => sum + (part ? fieldLength(part.length) : 0), numbers);
  const out = new ProtoOutput(fieldLength(inner));
  out.header(1, inner);
  if (parts[0]) parts[0].write(out.header(1, parts[0].length));
  if (parts[1]) parts[1].write(out.header(2, parts[1].length));
  out.number(3, position);
  if (retries !== undefined) out.number(5, retries);
  return out.bytes;
}

type Measured = Readonly<{ length: number; write: (out: ProtoOutput) => void }>;

function measure(event: StoredEvent, form: UuidForm): Measured {
  const { stream, type, revision, position, data, metadata } = event;
  const id = form === 'text' ? undefined : uuidToWire(event.id, form).serializeBinary();
  const idLength = id?.length ?? fieldLength(event.id.length);
  const nameLength = Buffer.byteLength(stream);
  const typeLength = Buffer.byteLength(type);
  const contentType = event.isJson ? 'application/json' : 'application/octet-stream';
  const created = `${event.created}0000`; // milliseconds to ticks of 100 ns
  const revisionLength = revision === TOMBSTONE_REVISION ? LARGEST.length : varintLength(revision);
  const length =
    fieldLength(idLength) +
    fieldLength(fieldLength(nameLength)) +
    1 +
    revisionLength +
    2 * (1 + varintLength(position)) +
    entryLength(4, typeLength) +
    entryLength(12, contentType.length) +
    entryLength(7, created.length) +
    fieldLength(metadata.length) +
    fieldLength(data.length);
  const write = (out: ProtoOutput): void => {
    out.header(1, idLength);
    if (id) out.raw(id);
    else out.header(2, event.id.length).text(event.id, event.id.length);
    out.header(2, fieldLength(nameLength)).header(3, nameLength).text(stream, nameLength);
    if (revision === TOMBSTONE_REVISION) out.tag(3, 0).raw(LARGEST);
    else out.number(3, revision);
    out.number(4, position).number(5, position);
    writeEntry(out, 'type', type, typeLength);
    writeEntry(out, 'content-type', contentType, contentType.length);
    writeEntry(out, 'created', created, created.length);
    out.header(7, metadata.length).raw(metadata).header(8, data.length).raw(data);
  };
  return { length, write };
}

/** 2^63-1 as a varint: the revision of a tombstone. */
const LARGEST = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f);

const entryLength = (key: number, value: number): number => fieldLength(fieldLength(key) + fieldLength(value));

/** An entry of the metadata map, field 6. */
function writeEntry(out: ProtoOutput, key: string, value: string, valueLength: number): void {
  out.header(6, fieldLength(key.length) + fieldLength(valueLength));
  out.header(1, key.length).text(key, key.length).header(2, valueLength).text(value, valueLength);
}
