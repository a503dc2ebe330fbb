import type { Right } from '../../access/access.js';
import { readStream } from '../../log/finite-read.js';
import { resolve, type ResolvedEvent } from '../../log/links.js';
import type { Log } from '../../log/log.js';
import { metadataStreamOf } from '../../log/record.js';
import { isUuid } from '../../log/uuid.js';
import type { Meter } from '../../stats/meter.js';
import { HttpFault, json, notFound, type Answer } from '../answer.js';
import type { HttpGate } from '../http-gate.js';
import type { HttpRequest } from '../http-request.js';
import type { Names, Route } from '../routes.js';
import { appendFrom } from './atom-append.js';
import { etagOf, eventEntryOf, feedOf, type Embedding, type StreamPage } from './atom-feed.js';

const ATOM = 'application/vnd.eventstore.atom+json';
const DEFAULT_COUNT = 20;
/** Longest page (23.10). */
const MAX_COUNT = 4_096;

export type AtomServed = Readonly<{ log: Log; gate: HttpGate; meter: Meter; maxAppendSize: number }>;
type Place = Pick<StreamPage, 'stream' | 'direction' | 'from' | 'count'>;
type Handle = (request: HttpRequest, stream: string, name: Names) => Answer | Promise<Answer>;

/** Streams over HTTP in the AtomPub JSON forms: append, feeds, single events and metadata. */
export function atomRoutes(served: AtomServed): readonly Route[] {
  const route = (method: Route['method'], path: string, right: Right, handle: Handle): Route => ({
    method,
    path,
    handle: async (request, name) => {
      const stream = streamOf(name('stream'));
      await served.gate.need(request, { kind: 'stream', stream, right });
      return handle(request, stream, name);
    },
  });
  const { log, maxAppendSize } = served;
  const head: Handle = (request, stream) =>
    feed(served, request, { stream, direction: 'backward', from: 'head', count: DEFAULT_COUNT });
  const page: Handle = (request, stream, name) => feed(served, request, { stream, ...placeOf(name) });
  return [
    route('GET', '/streams/:stream', 'read', head),
    route('POST', '/streams/:stream', 'write', (request, stream) => appendFrom(log, request, stream, maxAppendSize)),
    route('POST', '/streams/:stream/incoming/:id', 'write', (request, stream, name) => {
      if (!isUuid(name('id'))) throw notFound('such place to post to');
      return appendFrom(log, request, stream, maxAppendSize, name('id'));
    }),
    route('GET', '/streams/:stream/metadata', 'metaRead', (request, stream) => metadata(served, request, stream)),
    route('POST', '/streams/:stream/metadata', 'metaWrite', (request, stream) =>
      appendFrom(log, request, metadataStreamOf(stream), maxAppendSize),
    ),
    route('GET', '/streams/:stream/:revision', 'read', (request, stream, name) =>
      event(served, request, stream, name('revision')),
    ),
    route('GET', '/streams/:stream/:from/:direction/:count', 'read', page),
  ];
}

function streamOf(name: string): string {
  if (name === '$all') throw new HttpFault(404, 'The whole log is not served as a feed: read $all over gRPC.');
  return name;
}

function placeOf(name: Names): Omit<Place, 'stream'> {
  const [from, direction, count] = [name('from'), name('direction'), Number(name('count'))];
  if (direction !== 'forward' && direction !== 'backward') throw notFound('such page');
  if (!Number.isInteger(count) || count < 1 || count > MAX_COUNT)
    throw new HttpFault(400, `A page holds 1 to ${MAX_COUNT} events.`);
  if (from === 'head' && direction === 'backward') return { from, direction, count };
  return { from: revisionOf(from), direction, count };
}

function revisionOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new HttpFault(400, `'${text}' is no event number.`);
  return Number(text);
}

function feed({ log, meter }: AtomServed, request: HttpRequest, place: Place): Answer {
  const type = request.accepts(ATOM, 'application/json', 'text/html');
  if (!type) throw new HttpFault(406, `Feeds are given as ${ATOM}.`);
  const { head, first, exists } = log.visible(place.stream);
  if (!exists) throw notFound(`stream '${place.stream}'`);
  const etag = `"${etagOf(head.lastRevision)}"`;
  if (place.from === 'head' && request.header('if-none-match') === etag) return { status: 304, headers: { etag } };
  const events = eventsOf(log, place, request.header('es-resolvelinktos') !== 'false');
  for (const { event: target, link } of events) for (const each of [link ?? target]) if (each) meter.countRead(each);
  const content = feedOf(
    { ...place, events, lastRevision: head.lastRevision, firstVisible: first },
    request.base,
    embeddingOf(request),
  );
  return {
    ...json(content, type === 'text/html' ? 'application/json' : type),
    ...(place.from === 'head' && { headers: { etag } }),
  };
}

/** `rich`, `pretty` and `tryharder` are given as `body`: more than asked for, never less. */
const embeddingOf = ({ url }: HttpRequest): Embedding => {
  const asked = url.searchParams.get('embed')?.toLowerCase() ?? 'none';
  return ['body', 'rich', 'pretty', 'tryharder', 'content'].includes(asked) ? 'body' : 'none';
};

function eventsOf(log: Log, { stream, direction, from, count }: Place, follow: boolean): readonly ResolvedEvent[] {
  const start = from === 'head' ? Number.MAX_SAFE_INTEGER : from;
  const found: ResolvedEvent[] = [];
  for (const page of readStream(log, stream, start, direction === 'forward' ? 'forwards' : 'backwards') ?? []) {
    for (const stored of page) {
      // A page ends by event numbers, not by what is visible: the links of feeds count on it.
      const distance = from === 'head' ? found.length : Math.abs(stored.revision - start);
      if (found.length === count || distance >= count) return found;
      found.push(follow ? resolve(log, stored) : { event: stored });
    }
  }
  return found;
}

function event({ log, meter }: AtomServed, request: HttpRequest, stream: string, text: string): Answer {
  const { head, first, exists } = log.visible(stream);
  const revision = text === 'head' ? head.lastRevision : revisionOf(text);
  const [stored] = exists && revision >= first ? log.reader.streamForwards(head.id, revision, revision, 1) : [];
  if (!stored) throw notFound(`event ${text} in the stream '${stream}'`);
  const shown = request.header('es-resolvelinktos') === 'false' ? stored : (resolve(log, stored).event ?? stored);
  meter.countRead(shown);
  const type = request.accepts(ATOM, 'application/json', 'application/octet-stream');
  if (!type)
    throw new HttpFault(406, `Events are given as ${ATOM}, or their data as application/json or application/octet-stream.`);
  if (type === ATOM) return json(eventEntryOf(shown, request.base), ATOM);
  if (type === 'application/json' && !shown.isJson) throw new HttpFault(406, 'The data of this event are not JSON.');
  return { status: 200, contentType: type, body: shown.data };
}

function metadata({ log }: AtomServed, request: HttpRequest, stream: string): Answer {
  if (!request.accepts('application/json', ATOM)) throw new HttpFault(406, 'Metadata are given as application/json.');
  const { head } = log.visible(stream);
  return { status: 200, contentType: 'application/json; charset=utf-8', body: head.metadataJson ?? '{}' };
}
