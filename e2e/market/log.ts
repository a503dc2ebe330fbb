import { BACKWARDS, END, EventStoreDBClient, streamNameFilter } from '@eventstore/db-client';
import { SERVICES } from '@guildhall/kernel';
import { journeyConfig } from './config.js';

/** Ports of a platform lie at fixed distances (local-servers.md). */
const EVENT_STORE_FROM_EDGE = 2113 - 8080;

/** Position of the last event of the services, for "this changed nothing". */
export class LogHead {
  private readonly client: EventStoreDBClient;

  constructor() {
    const port = Number(new URL(journeyConfig().edgeUrl).port) + EVENT_STORE_FROM_EDGE;
    this.client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${String(port)}?tls=false`);
  }

  async position(): Promise<string> {
    const filter = streamNameFilter({ prefixes: SERVICES.map((service) => `${service}.`) });
    const events = this.client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1, filter });
    let last = '';
    for await (const { event } of events) last = `${event?.id ?? ''}@${event?.position.commit.toString() ?? ''}`;
    return last;
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }
}
