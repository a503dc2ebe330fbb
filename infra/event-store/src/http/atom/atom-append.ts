import { randomUUID } from 'node:crypto';
import type { Outcome } from '../../log/commands.js';
import type { Expected } from '../../log/expected.js';
import type { Log } from '../../log/log.js';
import type { ProposedEvent } from '../../log/record.js';
import { isUuid } from '../../log/uuid.js';
import { AppendSize } from '../../rpc/append-size.js';
import { HttpFault, plain, type Answer } from '../answer.js';
import type { HttpRequest } from '../http-request.js';
import { streamUri } from './atom-feed.js';

const EVENTS = 'application/vnd.eventstore.events+json';
const NO_BYTES = new Uint8Array();

/** Appends what a POST carries. `id`: of a single event that came without one and was sent back for it. */
export async function appendFrom(
  log: Log,
  request: HttpRequest,
  stream: string,
  maxAppendSize: number,
  id?: string,
): Promise<Answer> {
  const expected = expectedOf(request.header('es-expectedversion') ?? '-2');
  const body = await request.body();
  const events = eventsOf(request, body, id);
  if (events === 'needs-id') return sentBack(request, stream);
  const size = new AppendSize(maxAppendSize);
  if (events.some(({ data }) => size.add(data) === 'too-large'))
    throw new HttpFault(413, `An append may hold ${maxAppendSize} bytes of data at most.`);
  return answerTo(await log.execute({ kind: 'append', stream, expected, events }), request, stream, events.length);
}

/** The words of the original: -2 any, -1 no stream, -4 the stream exists. */
function expectedOf(text: string): Expected {
  const number = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number === -2) return 'any';
  if (number === -1) return 'no_stream';
  if (number === -4) return 'stream_exists';
  if (number >= 0) return number;
  throw new HttpFault(400, `'${text}' is no expected version.`);
}

function eventsOf(request: HttpRequest, body: Buffer, id: string | undefined): readonly ProposedEvent[] | 'needs-id' {
  switch (request.contentType) {
    case EVENTS:
      return listedIn(body);
    case 'application/json':
    case 'application/octet-stream': {
      const type = request.header('es-eventtype');
      if (!type)
        throw new HttpFault(400, 'Must include an event type with the request either in body or as ES-EventType header.');
      const eventId = id ?? request.header('es-eventid');
      if (eventId === undefined) return 'needs-id';
      const isJson = request.contentType === 'application/json';
      if (isJson) parsed(body);
      return [{ id: uuid(eventId), type, isJson, data: body, metadata: NO_BYTES }];
    }
    default:
      throw new HttpFault(415, `Events are taken as ${EVENTS}, application/json or application/octet-stream.`);
  }
}

function listedIn(body: Buffer): readonly ProposedEvent[] {
  const list = parsed(body);
  if (!Array.isArray(list) || list.length === 0) throw new HttpFault(400, 'The body is a list of events, at least one.');
  return list.map((each: unknown) => {
    const { eventId, eventType, data, metadata }: Readonly<Record<string, unknown>> =
      typeof each === 'object' && each !== null ? { ...each } : {};
    if (typeof eventId !== 'string' || typeof eventType !== 'string' || eventType === '')
      throw new HttpFault(400, 'Every event needs an eventId and an eventType.');
    // A text is kept as it is; it is no JSON then.
    const isJson = typeof data !== 'string';
    return { id: uuid(eventId), type: eventType, isJson, data: bytesOf(data), metadata: bytesOf(metadata) };
  });
}

function bytesOf(value: unknown): Uint8Array {
  if (value === undefined || value === null) return NO_BYTES;
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new HttpFault(400, 'The body is not JSON.');
  }
}

function uuid(text: string): string {
  if (!isUuid(text)) throw new HttpFault(400, `'${text}' is not a UUID.`);
  return text.toLowerCase();
}

// Posting there again is safe: the address carries the id that the event came without.
const sentBack = ({ base }: HttpRequest, stream: string): Answer => ({
  ...plain('Forwarding to idempotent URI', 307),
  headers: { location: `${streamUri(base, stream)}/incoming/${randomUUID()}` },
});

function answerTo(outcome: Outcome, { base }: HttpRequest, stream: string, count: number): Answer {
  switch (outcome.kind) {
    case 'written':
      return { status: 201, headers: { location: `${streamUri(base, stream)}/${outcome.revision - count + 1}` } };
    case 'nothing':
      throw new Error('An append over HTTP always carries an event.');
    case 'wrong-version':
      throw new HttpFault(400, 'Wrong expected EventNumber', { 'es-currentversion': String(outcome.actual) });
    case 'stream-deleted':
      throw new HttpFault(410, `The stream '${stream}' is deleted.`);
    case 'timed-out':
    case 'overdue':
      throw new HttpFault(503, 'The append was not committed in time; its outcome is open.');
    case 'refused':
      throw new HttpFault(503, outcome.reason);
  }
}
