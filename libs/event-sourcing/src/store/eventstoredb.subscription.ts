import type { AllStreamSubscription, Filter } from '@eventstore/db-client';
import type { AllMessage } from './event-store.port.js';
import { readError } from './eventstoredb.errors.js';
import { storedEventOf } from './eventstoredb.events.js';
import { Inflow } from './inflow.js';
import { StoreUnavailable } from './store.errors.js';

type CheckpointReached = NonNullable<Filter['checkpointReached']>;

/**
 * A subscription to `$all` as one ordered iteration of events, checkpoints and "caught up". Ends when `signal` aborts; throws
 * `StoreUnavailable` when the connection is lost, when its client is `leaving`, or when nothing came for `afterMs` (given for finite
 * reads only).
 */
export async function* subscription(
  open: (checkpointReached: CheckpointReached) => AllStreamSubscription,
  { signal, leaving, afterMs }: Readonly<{ signal?: AbortSignal; leaving?: AbortSignal; afterMs?: number }>,
): AsyncIterable<AllMessage> {
  let seen = 0;
  let marks: { due: number; message: AllMessage }[] = [];
  let alive = true;
  // Markers reach us while the server's answer is parsed, events through the stream's buffer: a marker waits for the events before it.
  const mark = (message: AllMessage): void => {
    marks.push({ due: seen + source.readableLength, message });
    release();
  };
  const release = (): void => {
    if (marks.length === 0) return;
    for (const { due, message } of marks) if (due <= seen) inflow.push(message);
    marks = marks.filter(({ due }) => due > seen);
  };
  const source = open(async (_subscription, position) => mark({ kind: 'checkpoint', position: position.commit }));
  const stalled =
    afterMs === undefined ? undefined : { afterMs, error: () => new StoreUnavailable(`$all: nothing came within ${afterMs} ms`) };
  const inflow = new Inflow<AllMessage>({ pause: () => void source.pause(), resume: () => void source.resume() }, stalled);
  const lost = (error: Error): void => {
    alive = false;
    inflow.fail(error);
  };
  source.on('error', (error: Error) => lost(readError('Subscription to $all', error) ?? error));
  source.on('end', () => lost(new StoreUnavailable('Subscription to $all: ended by the server')));
  source.on('caughtUp', () => mark({ kind: 'caught-up' }));
  source.on('data', ({ event: recorded }) => {
    seen += 1;
    try {
      const event = recorded && storedEventOf(recorded);
      if (event) inflow.push({ kind: 'event', event });
    } catch (error) {
      inflow.fail(error);
    }
    release();
  });
  const stop = (): void => inflow.end();
  signal?.addEventListener('abort', stop, { once: true });
  const leave = (): void => inflow.fail(new StoreUnavailable('Subscription to $all: another client takes over'));
  leaving?.addEventListener('abort', leave, { once: true });
  if (leaving?.aborted) leave();
  try {
    yield* inflow;
  } finally {
    signal?.removeEventListener('abort', stop);
    leaving?.removeEventListener('abort', leave);
    // A call that never came to be has told so by its 'error'; there is nothing to end then.
    if (alive) await source.unsubscribe().catch(() => undefined);
  }
}
