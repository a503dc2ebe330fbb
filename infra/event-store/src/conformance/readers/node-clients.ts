// Neither of the clients is imported here: their generated messages share names, and one process can hold those of one only.
import { ReaderFailure, type FailureKind, type SeenEvent } from './reader.js';

/** The part of an event that both clients for Node show alike. */
type Recorded = Readonly<{ streamId: string; revision: bigint; type: string; id: string; data: unknown }>;
type Resolved = Readonly<{ event?: Recorded; link?: Recorded }>;

/** Every event of a read, to its end. */
export async function allOf(read: AsyncIterable<Resolved>): Promise<SeenEvent[]> {
  const events: SeenEvent[] = [];
  for await (const event of read) events.push(seen(event));
  return events;
}

/** What a client shows of an event; of a link that was not followed, the link itself. */
function seen({ event, link }: Resolved): SeenEvent {
  const shown = event ?? link;
  if (!shown) throw new Error('The client showed neither an event nor a link.');
  const { streamId, revision, type, id, data } = shown;
  return { stream: streamId, revision, type, id, data };
}

type Subscription<Event> = AsyncIterable<Event> & Readonly<{ unsubscribe(): Promise<void> }>;

/** Takes the first events of a subscription and leaves it. */
export async function firstOf<Event extends Resolved>(
  subscription: Subscription<Event>,
  count: number,
  taken: (event: Event) => Promise<void> = () => Promise.resolve(),
): Promise<SeenEvent[]> {
  const events: SeenEvent[] = [];
  for await (const event of subscription) {
    events.push(seen(event));
    await taken(event);
    if (events.length === count) break;
  }
  await subscription.unsubscribe();
  return events;
}

/** Runs a call and tells its failure in the words of `ReaderFailure`. */
export const translating =
  (kindOf: (error: unknown) => FailureKind) =>
  async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw new ReaderFailure(kindOf(error), error instanceof Error ? error.message : String(error));
    }
  };
