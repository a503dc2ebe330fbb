import { persistentSubscriptionToStreamSettingsFromDefaults, type EventStoreDBClient } from '@eventstore/db-client';
import { alone, type Figure } from '../../report.js';
import { samples } from './sample-event.js';

const STREAM = 'bench-persistent';
const GROUP = 'bench';
const EVENTS = 20_000;

/** Deliveries a second of one group with one consumer that acknowledges each message. */
export const persistent = async (client: EventStoreDBClient): Promise<Figure> => {
  for (let written = 0; written < EVENTS; written += 500) await client.appendToStream(STREAM, samples(500));
  const settings = persistentSubscriptionToStreamSettingsFromDefaults({
    startFrom: 'start',
    readBatchSize: 500,
    historyBufferSize: 2_000,
  });
  await client.createPersistentSubscriptionToStream(STREAM, GROUP, settings);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const subscription = client.subscribeToPersistentSubscriptionToStream(STREAM, GROUP, { bufferSize: 500 });
  let [came, begun] = [0, 0];
  subscription.on('error', reject).on('data', (delivered) => {
    if (came === 0) begun = performance.now();
    came += 1;
    subscription.ack(delivered).then(() => {
      if (came === EVENTS) resolve((EVENTS * 1000) / (performance.now() - begun));
    }, reject);
  });
  const rate = await promise;
  await subscription.unsubscribe();
  const goal = { of: 'value', is: 'at least', number: 5_000 } as const;
  return alone({ name: 'event-store.persistent', value: rate, unit: 'messages/s', goal, note: 'delivered and acknowledged' });
};
