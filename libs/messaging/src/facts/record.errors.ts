/** Why a record is no fact that this build can read; one code each, stable. */
export type UnreadableCode = 'MESSAGING.MALFORMED_RECORD' | 'MESSAGING.UNKNOWN_FACT' | 'MESSAGING.SCHEMA_MISMATCH';

/**
 * A record that cannot be read as a fact: it is parked with its bytes, never dropped. `code`: malformed frame or JSON, a type that the
 * catalogue does not hold, or data against its schema. Reading it again gives the same until the catalogue changes.
 */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
  constructor(
    readonly code: UnreadableCode,
    message: string,
  ) {
    super(message);
  }
}

/**
 * A stored event cannot be told as a fact: its mapping names no key or breaks the catalogue's schema. A programming error: the relay
 * stops at it, because going on would leave a hole for ever.
 */
export class UnpublishableFact extends Error {
  override readonly name = 'UnpublishableFact';
  readonly code = 'RELAY.UNPUBLISHABLE_FACT';
}
