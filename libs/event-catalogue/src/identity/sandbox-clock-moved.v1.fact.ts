import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { count } from '../schema/fields.js';

/**
 * Business time moved forward, sandbox only (cross-cutting.md, Time).
 * `offsetMs`: milliseconds of business time ahead of wall time, the whole offset and not the step; never smaller than before.
 */
export const sandboxClockMovedV1 = defineFactSchema({
  name: 'SandboxClockMoved',
  version: 1,
  owner: 'identity',
  key: { const: 'sandbox' },
  says: 'business time moved forward, sandbox only',
  data: {
    offsetMs: count,
  },
  example: { offsetMs: 1209600000 },
});
export type SandboxClockMovedData = DataOf<typeof sandboxClockMovedV1>;
export type SandboxClockMoved = FactOf<typeof sandboxClockMovedV1>;
