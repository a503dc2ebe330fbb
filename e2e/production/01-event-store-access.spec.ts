import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { BACKWARDS, END, jsonEvent, type EventStoreDBClient, type Position } from '@eventstore/db-client';
import { newId, SERVICES, type ServiceName } from '@guildhall/kernel';
import { eventStoreAs, eventStoreInPlainText, eventStoreWith } from './credentials.js';

/** How far back streams of all six services are looked for: leases are renewed all the time. */
const LOOK_BACK_PAGES = 200;
const PAGE = 1_000;

type Streams = Readonly<Record<ServiceName, readonly string[]>>;
type Act = (client: EventStoreDBClient, stream: string) => Promise<unknown>;

const noted = () => jsonEvent({ type: 'Intrusion', data: { by: 'a spec' } });
const readOne: Act = async (client, stream) => {
  for await (const resolved of client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 }))
    return resolved;
  return null;
};
/** Everything that one can do to a stream of somebody else. */
const INTRUSIONS: Readonly<Record<string, Act>> = {
  append: (client, stream) => client.appendToStream(stream, noted()),
  read: readOne,
  delete: (client, stream) => client.deleteStream(stream),
  tombstone: (client, stream) => client.tombstoneStream(stream),
  'read metadata': (client, stream) => client.getStreamMetadata(stream),
  'write metadata': (client, stream) => client.setStreamMetadata(stream, { maxCount: 1 }),
};

/** How an act ended: `done`, or the type of the client's error. */
const outcomeOf = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act;
    return 'done';
  } catch (error) {
    return error instanceof Error && 'type' in error ? String(error.type) : String(error);
  }
};

jest.setTimeout(120_000);

describe('The event store in production mode', () => {
  const clients = new Map<ServiceName, EventStoreDBClient>();
  let streams: Streams;
  const as = (service: ServiceName): EventStoreDBClient => {
    const client = clients.get(service);
    if (!client) throw new Error(`${service} has no client`);
    return client;
  };

  /** One stream of each kind of each service, found by reading `$all` as one of them. */
  const findStreams = async (client: EventStoreDBClient): Promise<Streams> => {
    const found = new Map<string, string>();
    const kinds = ['', 'checkpoints.', 'leases.'];
    const note = (stream: string): void => {
      for (const kind of kinds)
        for (const service of SERVICES) {
          if (stream.startsWith(`${kind}${service}.`) && !found.has(kind + service)) found.set(kind + service, stream);
        }
    };
    let fromPosition: Position | typeof END = END;
    for (let pages = 0; pages < LOOK_BACK_PAGES && found.size < kinds.length * SERVICES.length; pages += 1) {
      for await (const { event } of client.readAll({ direction: BACKWARDS, fromPosition, maxCount: PAGE })) {
        note(event?.streamId ?? '');
        fromPosition = event?.position ?? fromPosition;
      }
    }
    const of = (service: ServiceName): readonly string[] => kinds.flatMap((kind) => found.get(kind + service) ?? []);
    return Object.fromEntries(SERVICES.map((service) => [service, of(service)])) as unknown as Streams;
  };

  beforeAll(async () => {
    for (const service of SERVICES) clients.set(service, await eventStoreAs(service));
    streams = await findStreams(as('gigs'));
  }, 120_000);
  afterAll(() => {
    // Each cancels its calls at once; then the client waits, for ever, to hear of those that were denied long ago.
    for (const client of clients.values()) void client.dispose();
  });

  it('has a stream, a checkpoint and a lease of every service, and lets all six read $all', async () => {
    for (const service of SERVICES) {
      expect([service, streams[service].length]).toEqual([service, 3]);
      for await (const { event } of as(service).readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }))
        expect(event).toBeDefined();
    }
  });

  it.each(SERVICES)('lets %s read its own streams', async (service) => {
    for (const stream of streams[service]) expect(await outcomeOf(readOne(as(service), stream))).toBe('done');
  });

  it.each(SERVICES)(
    'denies %s every act on streams of the others',
    async (service) => {
      for (const owner of SERVICES.filter((other) => other !== service)) {
        for (const stream of streams[owner]) {
          for (const [what, act] of Object.entries(INTRUSIONS)) {
            const outcome = await outcomeOf(act(as(service), stream));
            expect({ service, stream, what, outcome }).toEqual({ service, stream, what, outcome: 'access-denied' });
          }
        }
      }
    },
    120_000,
  );

  it.each(SERVICES)('denies %s to open its own streams to others, or to delete them', async (service) => {
    const [stream = ''] = streams[service];
    for (const what of ['delete', 'tombstone', 'write metadata'])
      expect([what, await outcomeOf(INTRUSIONS[what]?.(as(service), stream) ?? Promise.resolve())]).toEqual([
        what,
        'access-denied',
      ]);
  });

  it('denies system streams and streams that nobody has claimed', async () => {
    for (const service of SERVICES) {
      const acts = [
        as(service).appendToStream('$settings', noted()),
        as(service).setStreamMetadata('$all', { acl: { readRoles: ['$all'] } }),
        as(service).setStreamMetadata('$settings', { maxCount: 1 }),
        readOne(as(service), '$settings'),
        as(service).appendToStream(`${service}.intrusion-${newId()}`, noted()),
      ];
      expect(await Promise.all(acts.map(outcomeOf))).toEqual(acts.map(() => 'access-denied'));
    }
  });

  it('denies whoever gives no credentials or wrong ones, and does not answer in plain text', async () => {
    const nobody = await eventStoreWith(null);
    const forger = await eventStoreWith('payments:guessed');
    const plain = eventStoreInPlainText();
    const [stream = ''] = streams.payments;
    try {
      for (const client of [nobody, forger, plain]) {
        for (const act of Object.values(INTRUSIONS)) expect(await outcomeOf(act(client, stream))).not.toBe('done');
      }
    } finally {
      await Promise.all([nobody, forger, plain].map((client) => client.dispose()));
    }
  }, 120_000);
});
