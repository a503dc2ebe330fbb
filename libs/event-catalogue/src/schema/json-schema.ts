/**
 * Class of personal data of a field (cross-cutting.md, Data classes).
 * Only `public` and `internal` may stand in a fact in clear.
 */
export type DataClass = 'public' | 'internal' | 'personal' | 'sensitive' | 'secret';

/** Keyword of our schemas that states the data class of a leaf; money is one leaf. */
export const CLASS_KEYWORD = 'x-guildhall-class';

/** The part of JSON Schema 2020-12 that facts are written in. A leaf is a schema with `x-guildhall-class`. */
export type JsonSchema = Readonly<{
  $schema?: string;
  $id?: string;
  title?: string;
  description?: string;
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null';
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  additionalProperties?: false | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  minItems?: number;
  enum?: readonly string[];
  pattern?: string;
  format?: 'uuid' | 'date' | 'date-time';
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  anyOf?: readonly JsonSchema[];
  'x-guildhall-class'?: DataClass;
}>;

/** The same schema without `additionalProperties: false` anywhere: what a reader asks of a fact. */
export const opened = (schema: JsonSchema): JsonSchema => {
  const { additionalProperties, properties, items, anyOf, ...rest } = schema;
  return {
    ...rest,
    ...(properties && { properties: mapValues(properties, opened) }),
    ...(additionalProperties && { additionalProperties: opened(additionalProperties) }),
    ...(items && { items: opened(items) }),
    ...(anyOf && { anyOf: anyOf.map(opened) }),
  };
};

/** Leaves of a schema by path, e.g. `milestones[].amount`; the values of a map are `rules.tiers{}`. */
export const leavesOf = (schema: JsonSchema, path = ''): readonly (readonly [string, JsonSchema])[] => {
  if (schema[CLASS_KEYWORD]) return [[path, schema]];
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    leavesOf(field, path ? `${path}.${name}` : name),
  );
  const values = schema.additionalProperties ? leavesOf(schema.additionalProperties, `${path}{}`) : [];
  const items = schema.items ? leavesOf(schema.items, `${path}[]`) : [];
  const choices = (schema.anyOf ?? []).filter(({ type }) => type !== 'null').flatMap((choice) => leavesOf(choice, path));
  const all = [...properties, ...values, ...items, ...choices];
  return all.length > 0 ? all : [[path, schema]];
};

const mapValues = (schemas: Readonly<Record<string, JsonSchema>>, map: (schema: JsonSchema) => JsonSchema) =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, map(schema)]));
