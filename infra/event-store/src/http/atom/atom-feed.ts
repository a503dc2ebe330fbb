import type { ResolvedEvent } from '../../log/links.js';
import type { StoredEvent } from '../../log/record.js';

/** One page of a stream as it was read. `events` in the order of the read, `from` where it began. */
export type StreamPage = Readonly<{
  stream: string;
  direction: 'forward' | 'backward';
  /** The revision asked for, or the head of the stream. */
  from: number | 'head';
  count: number;
  /** Of the stream, visible or not. */
  lastRevision: number;
  firstVisible: number;
  events: readonly ResolvedEvent[];
}>;

/** How much of an event stands in a feed: its links only, or its data as text as well. */
export type Embedding = 'none' | 'body';

type Link = Readonly<{ uri: string; relation: string }>;
const AUTHOR = { name: 'EventStore' };
const decoder = new TextDecoder();

export const streamUri = (base: string, stream: string): string => `${base}/streams/${encodeURIComponent(stream)}`;

/** Changes when the stream does: what a poll of the head compares. */
export const etagOf = (lastRevision: number): string => `${lastRevision};atom`;

/** A feed in the JSON form of the original: newest entry first, whichever way was read. */
export function feedOf(page: StreamPage, base: string, embedding: Embedding): object {
  const uri = streamUri(base, page.stream);
  const entries = page.direction === 'forward' ? page.events.toReversed() : page.events;
  const updated = entries.flatMap(({ event, link }) => link ?? event ?? [])[0]?.created ?? 0;
  return {
    title: `Event stream '${page.stream}'`,
    id: uri,
    updated: new Date(updated).toISOString(),
    streamId: page.stream,
    author: AUTHOR,
    headOfStream: page.from === 'head',
    selfUrl: uri,
    eTag: etagOf(page.lastRevision),
    links: linksOf(page, uri),
    entries: entries.map((each) => entryOf(each, base, embedding)),
  };
}

// `next` leads to older events and `previous` to newer ones, as in any feed.
function linksOf(
  { stream, direction, from, count, lastRevision, firstVisible, events }: StreamPage,
  uri: string,
): readonly Link[] {
  const start = from === 'head' ? lastRevision : from;
  const older = direction === 'backward' ? Math.min(start, lastRevision) - count : start - 1;
  const newer = direction === 'backward' ? Math.min(start, lastRevision) + 1 : Math.min(start + count - 1, lastRevision) + 1;
  const hasOlder = older >= firstVisible;
  return [
    { uri, relation: 'self' },
    { uri: `${uri}/head/backward/${count}`, relation: 'first' },
    ...(hasOlder
      ? [
          { uri: `${uri}/0/forward/${count}`, relation: 'last' },
          { uri: `${uri}/${older}/backward/${count}`, relation: 'next' },
        ]
      : []),
    ...(direction === 'backward' || events.length > 0 ? [{ uri: `${uri}/${newer}/forward/${count}`, relation: 'previous' }] : []),
    ...(stream.startsWith('$$') ? [] : [{ uri: `${uri}/metadata`, relation: 'metadata' }]),
  ];
}

function entryOf({ event, link }: ResolvedEvent, base: string, embedding: Embedding): object {
  const [shown, place] = [event ?? link, link ?? event];
  if (!shown || !place) return {};
  const body =
    embedding === 'body' ? { ...bodyOf(shown), positionEventNumber: place.revision, positionStreamId: place.stream } : {};
  return { ...body, ...frameOf(shown, base) };
}

const frameOf = (event: StoredEvent, base: string) => {
  const uri = `${streamUri(base, event.stream)}/${event.revision}`;
  return {
    title: `${event.revision}@${event.stream}`,
    id: uri,
    updated: new Date(event.created).toISOString(),
    author: AUTHOR,
    summary: event.type,
    links: [
      { uri, relation: 'edit' },
      { uri, relation: 'alternate' },
    ],
  };
};

const bodyOf = ({ id, type, revision, stream, isJson, data, metadata }: StoredEvent): object => ({
  eventId: id,
  eventType: type,
  eventNumber: revision,
  streamId: stream,
  isJson,
  isMetaData: metadata.length > 0,
  isLinkMetaData: false,
  data: decoder.decode(data),
  ...(metadata.length > 0 && { metaData: decoder.decode(metadata) }),
});

/** One event in the JSON form of the original; data and metadata as JSON where they are, else as text. */
export function eventEntryOf(event: StoredEvent, base: string): object {
  const { stream, revision, type, id, isJson, data, metadata } = event;
  const text = decoder.decode(data);
  return {
    ...frameOf(event, base),
    content: {
      eventStreamId: stream,
      eventNumber: revision,
      eventType: type,
      eventId: id,
      data: isJson ? parsedOr(text) : text,
      metadata: parsedOr(decoder.decode(metadata)),
    },
  };
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
