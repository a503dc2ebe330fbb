import { code, policyVersion } from '../schema/fields.js';
import { mapOf } from '../schema/field.js';

/** Policy name → version that applies, e.g. `{ fee: "v1" }`. */
export const policyRefs = mapOf(code, policyVersion);
