import type { Field } from '../schema/field.js';

/** Rating of one dimension, 1 to 5, published with its review. */
export const rating: Field<number> = { schema: { type: 'integer', minimum: 1, maximum: 5, 'x-guildhall-class': 'public' } };

/** Published score, 0 to 100. */
export const score: Field<number> = { schema: { type: 'number', minimum: 0, maximum: 100, 'x-guildhall-class': 'public' } };
