import { id, oneOf } from '../schema/fields.js';
import { object } from '../schema/field.js';

/** What a contract was born of; its id is derived from `id`, so an origin is used once. */
export const origin = object({ kind: oneOf('proposal', 'order', 'offer'), id });
