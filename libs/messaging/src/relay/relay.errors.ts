/**
 * Topic and log tell different stories: the last record of a partition names an event that the store does not hold at that position.
 * The relay stops, because going on would mix two histories; the message says how to mend it.
 */
export class LogDiverged extends Error {
  override readonly name = 'LogDiverged';
  readonly code = 'RELAY.LOG_DIVERGED';
  constructor(topic: string, partition: number, sequence: string, eventId: string) {
    super(
      `Topic ${topic}, partition ${partition} ends with event ${eventId} at position ${sequence}, which the event store does not hold. ` +
        'Remedy: bring back the event store that this topic was published from, or delete the topic and make it anew, so that the ' +
        'relay publishes the present log from its beginning (on one machine: npm start -- --reset)',
    );
  }
}
