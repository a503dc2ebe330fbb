import type { Emission, SourceEvent } from './emission.js';

/** One projection that the server derives itself. */
export type SystemProjection = Readonly<{
  name: string;
  /** The original's class, kept in the projection's definition so that its tools recognise it. */
  handler: string;
  /** The handler's configuration in the original's form. */
  query: string;
  /** Whether links of user streams are looked at, too. */
  includesLinks: boolean;
  /** Stream that is told of every checkpoint: readers of an index see from it how far the index is. */
  checkpointMarks?: string;
  emit: (event: SourceEvent) => Emission | undefined;
}>;
