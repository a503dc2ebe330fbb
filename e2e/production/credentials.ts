import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import type { ServiceName } from '@guildhall/kernel';
import { Kafka, logLevel } from 'kafkajs';
import { journeyConfig } from '../market/config.js';

/** Ports of a platform lie at fixed distances from its edge (infra/local). */
const KAFKA_FROM_EDGE = 9092 - 8080;
const EVENT_STORE_FROM_EDGE = 2113 - 8080;

const portFrom = (distance: number): number => Number(new URL(journeyConfig().edgeUrl).port) + distance;
const secret = (...path: readonly string[]): Promise<string> =>
  readFile(join(journeyConfig().dataDir, 'keys', 'production', ...path), 'utf8');

/** The connection string of a service. */
export const eventStoreUrlOf = (service: ServiceName): Promise<string> => secret(service, 'event-store-url');

/** A client of the event store as a service, with the service's own credentials. */
export const eventStoreAs = async (service: ServiceName): Promise<EventStoreDBClient> =>
  EventStoreDBClient.connectionString(await eventStoreUrlOf(service));

/** A client with these credentials, none where `user` is null. */
export const eventStoreWith = async (user: string | null): Promise<EventStoreDBClient> => {
  const ca = join(journeyConfig().dataDir, 'keys', 'production', 'event-store', 'ca.crt');
  const login = user === null ? '' : `${user}@`;
  return EventStoreDBClient.connectionString(
    `esdb://${login}localhost:${String(portFrom(EVENT_STORE_FROM_EDGE))}?tls=true&tlsCAFile=${encodeURIComponent(ca)}`,
  );
};

/** Without any: the address is there for whoever asks in plain text. */
export const eventStoreInPlainText = (): EventStoreDBClient =>
  EventStoreDBClient.connectionString(
    `esdb://localhost:${String(portFrom(EVENT_STORE_FROM_EDGE))}?tls=false&maxDiscoverAttempts=1`,
  );

const RETRIES = { retries: 0, restartOnFailure: () => Promise.resolve(false) };

export const kafkaBroker = (): string => `127.0.0.1:${String(portFrom(KAFKA_FROM_EDGE))}`;
export const kafkaPasswordOf = (service: ServiceName): Promise<string> => secret(service, 'kafka-password');

/** A client of the broker that tries once; `security` left out: plain text. */
export const kafkaWith = (security?: Readonly<{ username: string; password: string; ca: string }>): Kafka =>
  new Kafka({
    brokers: [kafkaBroker()],
    clientId: 'guildhall-production-spec',
    connectionTimeout: 10_000,
    requestTimeout: 30_000,
    retry: RETRIES,
    logLevel: logLevel.NOTHING,
    ...(security && {
      ssl: { ca: [security.ca] },
      sasl: { mechanism: 'plain', username: security.username, password: security.password },
    }),
  });

/** The authority of the broker's certificate, PEM text. */
export const kafkaAuthority = (): Promise<string> => secret('kafka', 'ca.crt');

/** A client of the broker as a service, with the service's own credentials. */
export const kafkaAs = async (service: ServiceName): Promise<Kafka> =>
  kafkaWith({ username: service, password: await kafkaPasswordOf(service), ca: await kafkaAuthority() });
