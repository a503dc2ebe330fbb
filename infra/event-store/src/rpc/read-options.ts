import type persistentPb from '@eventstore/db-client/generated/persistent_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { compileFilter, DEFAULT_WINDOW, UnusableFilter, type EventFilter, type FilterSpec } from '../log/filter.js';
import type { Direction } from '../log/finite-read.js';
import { badRequest } from './errors.js';
import { fromWire, streamNameFromWire, type UuidForm } from './wire.js';

/** Where a read begins: a revision or position, or one of the two ends. */
export type Start = 'start' | 'end' | number;

export type ReadOptions = Readonly<{
  /** Undefined reads `$all`. */
  stream: string | undefined;
  start: Start;
  direction: Direction;
  /** Undefined subscribes. */
  count: number | undefined;
  filter: EventFilter | undefined;
  resolveLinks: 'follow' | 'as-is';
  uuidForm: UuidForm;
}>;

/** Reads the options of a Read call; what cannot be served fails with INVALID_ARGUMENT. */
export function readOptionsOf(request: streamsPb.ReadReq): ReadOptions {
  const options = request.getOptions();
  if (!options) throw badRequest('A read needs options.');
  const filter = options.getFilter();
  return {
    ...sourceOf(options),
    direction: options.getReadDirection() === streamsPb.ReadReq.Options.ReadDirection.FORWARDS ? 'forwards' : 'backwards',
    count: countOf(options),
    filter: filter && compiled(filterSpecOf(filter)),
    resolveLinks: options.getResolveLinks() ? 'follow' : 'as-is',
    uuidForm: options.getUuidOption()?.hasStructured() ? 'structured' : 'text',
  };
}

function sourceOf(options: streamsPb.ReadReq.Options): { stream: string | undefined; start: Start } {
  const [one, all] = [options.getStream(), options.getAll()];
  if (one) {
    const start = one.hasStart() ? 'start' : one.hasEnd() ? 'end' : fromWire(one.getRevision());
    return { stream: streamNameFromWire(one.getStreamIdentifier()), start };
  }
  if (!all) throw badRequest('A read names a stream or $all.');
  const position = all.getPosition();
  if (position) return { stream: undefined, start: fromWire(position.getCommitPosition()) };
  return { stream: undefined, start: all.hasEnd() ? 'end' : 'start' };
}

function countOf(options: streamsPb.ReadReq.Options): number | undefined {
  if (options.hasSubscription()) return undefined;
  if (!options.hasCount()) throw badRequest('A read needs a count or a subscription.');
  return fromWire(options.getCount());
}

/** The filter of a subscription, or of a persistent one; what says nothing fails with INVALID_ARGUMENT. */
export function filterSpecOf(
  filter: streamsPb.ReadReq.Options.FilterOptions | persistentPb.CreateReq.AllOptions.FilterOptions,
): FilterSpec {
  const [byStream, byType] = [filter.getStreamIdentifier(), filter.getEventType()];
  const expression = byStream ?? byType;
  if (!expression) throw badRequest('A filter looks at the stream name or at the event type.');
  const window = filter.hasMax() ? filter.getMax() : DEFAULT_WINDOW;
  const multiplier = filter.getCheckpointintervalmultiplier();
  if (window === 0 || multiplier === 0) throw badRequest('A filter needs a window and a checkpoint interval above zero.');
  const regex = expression.getRegex();
  return {
    on: byStream ? 'stream-name' : 'event-type',
    match: regex === '' ? { prefixes: expression.getPrefixList() } : { regex },
    checkpointEvery: window * multiplier,
  };
}

/** A filter ready for use; one that does not compile fails with INVALID_ARGUMENT. */
export function compiled(spec: FilterSpec): EventFilter {
  try {
    return compileFilter(spec);
  } catch (error) {
    if (error instanceof UnusableFilter) throw badRequest(error.message);
    throw error;
  }
}
