import type { JsonSchema } from './json-schema.js';

/** A field of a fact: its JSON Schema and, for the compiler only and never set, the type of its values. */
export type Field<T> = Readonly<{ schema: JsonSchema; valueType?: () => T }>;

/** A field that may be absent. Facts never carry `null` for "not there": a key is left out. */
export type OptionalField<T> = Field<T> & Readonly<{ optional: true }>;

/** Fields of an object by name. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** Type of a field's values. */
export type ValueOf<F> = F extends Field<infer T> ? T : never;

type OptionalKeys<F extends Fields> = { [K in keyof F]: F[K] extends OptionalField<unknown> ? K : never }[keyof F];
type Flat<T> = { [K in keyof T]: T[K] };

/** Type of an object with these fields. */
export type ObjectOf<F extends Fields> = Flat<
  { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: ValueOf<F[K]> } & { readonly [K in OptionalKeys<F>]?: ValueOf<F[K]> }
>;

const isOptional = (field: Field<unknown>): field is OptionalField<unknown> => 'optional' in field;

/** The field may be absent. */
export const optional = <T>(field: Field<T>): OptionalField<T> => ({ schema: field.schema, optional: true });

/** The value may be `null`, where null is itself a statement ("no upper limit", "never"); never used for "not there". */
export const nullable = <T>(field: Field<T>): Field<T | null> => ({ schema: { anyOf: [field.schema, { type: 'null' }] } });

/** A closed object: a writer may add nothing to it, a reader ignores what it does not know. */
export const object = <F extends Fields>(fields: F): Field<ObjectOf<F>> => ({
  schema: {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])),
    required: Object.keys(fields).filter((name) => !isOptional(fields[name] as Field<unknown>)),
    additionalProperties: false,
  },
});

/** An array; may be empty. */
export const list = <T>(item: Field<T>): Field<readonly T[]> => ({ schema: { type: 'array', items: item.schema } });

/** An array with at least one item. */
export const nonEmptyList = <T>(item: Field<T>): Field<readonly T[]> => ({
  schema: { type: 'array', items: item.schema, minItems: 1 },
});

/** An object used as a map; every key has the form of `key`. */
export const mapOf = <T>(key: Field<string>, value: Field<T>): Field<Readonly<Record<string, T>>> => ({
  schema: { type: 'object', propertyNames: { ...key.schema }, additionalProperties: value.schema },
});

/** The same field in class `public`: ids of gigs, work roles, policy versions, published scores. */
export const asPublic = <T>(field: Field<T>): Field<T> => ({ schema: { ...field.schema, 'x-guildhall-class': 'public' } });
