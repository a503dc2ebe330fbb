import type { EventStore } from '@guildhall/event-sourcing';

/** When the log's next event of this service was written: the lag that `Guildhall-Stale` tells. */
export const nextRecordedAt =
  (log: EventStore, service: string) =>
  async (position: bigint): Promise<string | null> => {
    const after = position < 0n ? {} : { after: position };
    for await (const event of log.readAll({ ...after, prefixes: [`${service}.`], maxCount: 1 })) return event.recordedAt;
    return null;
  };
