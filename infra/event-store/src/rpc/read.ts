import { setImmediate } from 'node:timers/promises';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { admit } from '../access/access.js';
import { AllCursor, StreamCursor, type Cursor } from '../log/cursor.js';
import { readAll, readStream } from '../log/finite-read.js';
import { resolve } from '../log/links.js';
import type { Log } from '../log/log.js';
import type { StoredEvent } from '../log/record.js';
import { StreamTombstoned } from '../log/stream-tombstoned.js';
import { fail, failClosing } from './calls.js';
import { streamDeleted } from './errors.js';
import { encodeEvent } from './event-encoder.js';
import { follow } from './follow.js';
import { Outlet, type ReadAnswer, type ReadCall } from './outlet.js';
import { readOptionsOf, type ReadOptions } from './read-options.js';
import type { StreamsServed } from './streams-served.js';
import { streamNameToWire } from './wire.js';

type ToMessage = (event: StoredEvent) => ReadAnswer;

/** Streams.Read: finite reads and subscriptions, of one stream and of `$all`. */
export const readHandler =
  (served: StreamsServed) =>
  (call: ReadCall): void => {
    if (served.calls.closing) return failClosing(call);
    const outlet = new Outlet(call);
    const forget = served.calls.add(() => failClosing(call));
    call.on('close', forget);
    serve(served, outlet)
      .then(
        () => {
          if (!outlet.closed) call.end();
        },
        (fault: unknown) => {
          if (!outlet.closed) fail(call, fault instanceof StreamTombstoned ? streamDeleted(fault.stream) : fault);
        },
      )
      .finally(forget);
  };

async function serve({ log, access, meter }: StreamsServed, outlet: Outlet): Promise<void> {
  const options = readOptionsOf(outlet.call.request);
  const { uuidForm, resolveLinks } = options;
  await admit(access, outlet.call, { kind: 'stream', stream: options.stream ?? '$all', right: 'read' });
  if (outlet.closed) return;
  const toMessage: ToMessage = (event) => {
    meter.countRead(event);
    return encodeEvent(resolveLinks === 'follow' ? resolve(log, event) : { event }, uuidForm);
  };
  if (options.count !== undefined) return serveFinite(log, outlet, options, options.count, toMessage);
  const startedAt = startOfAll(log, options);
  const cursor = options.stream === undefined ? new AllCursor(log, startedAt) : streamCursor(log, options.stream, options);
  await follow(log, outlet, { cursor, startedAt, filter: options.filter, toMessage });
}

async function serveFinite(log: Log, outlet: Outlet, options: ReadOptions, count: number, toMessage: ToMessage): Promise<void> {
  const pages = pagesOf(log, options);
  if (!pages) {
    await outlet.send(streamNotFound(options.stream ?? '$all'));
    return;
  }
  let left = count;
  for (const events of left > 0 ? pages : []) {
    for (const event of events.slice(0, left)) {
      if (outlet.closed) return;
      const full = outlet.send(toMessage(event));
      if (full) await full;
    }
    left -= Math.min(left, events.length);
    if (left === 0) return;
    await setImmediate();
  }
}

function pagesOf(log: Log, { stream, start, direction, filter }: ReadOptions): Iterable<readonly StoredEvent[]> | undefined {
  const from = start === 'start' ? 0 : start === 'end' ? Number.MAX_SAFE_INTEGER : start;
  return stream === undefined ? readAll(log, from, direction, filter) : readStream(log, stream, from, direction);
}

// Subscriptions are exclusive of the place they start from; before the first event lies no position.
function startOfAll(log: Log, { stream, start }: ReadOptions): number {
  if (stream !== undefined || start === 'start') return 0;
  return start === 'end' ? log.lastPosition : start;
}

function streamCursor(log: Log, stream: string, { start }: ReadOptions): Cursor {
  const after = start === 'start' ? -1 : start === 'end' ? log.visible(stream).head.lastRevision : start;
  return new StreamCursor(log, stream, after);
}

const streamNotFound = (stream: string): streamsPb.ReadResp =>
  new streamsPb.ReadResp().setStreamNotFound(
    new streamsPb.ReadResp.StreamNotFound().setStreamIdentifier(streamNameToWire(stream)),
  );
