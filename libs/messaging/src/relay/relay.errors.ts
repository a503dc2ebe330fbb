/**
 * Topic and log tell different stories: the last record of a partition names an event that the store does not hold at that position, or
 * was published from the log as it was before a restore.
 * The relay stops, because going on would mix two histories; the message says how to mend it.
 */
export class LogDiverged extends Error {
  override readonly name = 'LogDiverged';
  readonly code = 'RELAY.LOG_DIVERGED';
  /** `ending`: with what the partition ends, and why that is not the log's. */
  constructor(topic: string, partition: number, ending: string) {
    super(
      `Topic ${topic}, partition ${partition} ends with ${ending}. ` +
        'Remedy: bring back the event store that this topic was published from, or delete the topic and make it anew, so that the ' +
        'relay publishes the present log from its beginning (on one machine: npm start -- --reset)',
    );
  }
}
