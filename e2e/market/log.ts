import { EventStoreDbStore } from '@guildhall/event-sourcing';
import { SERVICES } from '@guildhall/kernel';
import { journeyConfig } from './config.js';

/** Ports of a platform lie at fixed distances (local-servers.md). */
const EVENT_STORE_FROM_EDGE = 2113 - 8080;

/** The event store of the platform under test. */
export const openLog = (): EventStoreDbStore => {
  const port = Number(new URL(journeyConfig().edgeUrl).port) + EVENT_STORE_FROM_EDGE;
  return new EventStoreDbStore(`esdb://127.0.0.1:${String(port)}?tls=false`);
};

/** Position of the last event of the services, for "this changed nothing". */
export class LogHead {
  private readonly store = openLog();

  async position(): Promise<string> {
    return String(await this.store.head(SERVICES.map((service) => `${service}.`)));
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
