/** The answer of a command that tells nothing but that it was taken: an empty object. */
export type Acknowledged = Readonly<Record<string, never>>;
