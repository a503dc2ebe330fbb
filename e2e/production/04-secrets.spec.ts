import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { EventStoreDbStore } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { KafkaPublisher } from '@guildhall/messaging';
import { viewOf } from '@guildhall/service-kit';
import { eventStoreUrlOf, kafkaAuthority, kafkaBroker, kafkaPasswordOf } from './credentials.js';

/** A broker that is busy answers late. */
const DEADLINE_MS = 120_000;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('Secrets that change in production mode', () => {
  it(
    'of the event store: one that it does not take changes nothing, one that it takes goes on',
    async () => {
      const url = await eventStoreUrlOf('gigs');
      const store = new EventStoreDbStore(url);
      const stream = `gigs.secrets-${newId()}`;
      const metadata = {
        $correlationId: newId(),
        $causationId: newId(),
        commandId: newId(),
        occurredAt: new Date().toISOString(),
      };
      const event = () => {
        const actor = { kind: 'system', id: 'process:spec' } as const;
        return {
          id: newId(),
          type: 'Noted',
          data: {},
          metadata: { ...metadata, actor, schemaVersion: 1, policyRefs: {}, region: 'eu' },
        };
      };
      try {
        await store.append(stream, 'no_stream', [event()]);
        await expect(store.renew(url.replace(/:[^:@/]+@/, ':wrong@'))).rejects.toThrow();
        await store.append(stream, 0n, [event()]);
        // The same authority in another file, as a renewed certificate would lie there.
        const file = new URL(url).searchParams.get('tlsCAFile') ?? '';
        await writeFile(`${file}.renewed`, await readFile(file));
        await store.renew(url.replace(encodeURIComponent(file), encodeURIComponent(`${file}.renewed`)));
        await store.append(stream, 1n, [event()]);
        expect((await store.readLast(stream))?.revision).toBe(2n);
      } finally {
        await store.close();
      }
    },
    DEADLINE_MS,
  );

  it(
    'of Kafka: the next connection takes them',
    async () => {
      const kafka = { kind: 'sasl-tls', mechanism: 'plain', username: 'gigs', ca: await kafkaAuthority() } as const;
      let password = 'wrong';
      const security = viewOf(() => ({ ...kafka, password }));
      const publisher = new KafkaPublisher({
        brokers: [kafkaBroker()],
        clientId: 'guildhall-secrets-spec',
        log: silent,
        security,
      });
      try {
        await expect(publisher.partitionOf('guildhall.gigs.events', 'key')).rejects.toThrow();
        password = await kafkaPasswordOf('gigs');
        expect(await publisher.partitionOf('guildhall.gigs.events', 'key')).toBeGreaterThanOrEqual(0);
      } finally {
        await publisher.close();
      }
    },
    DEADLINE_MS,
  );
});
