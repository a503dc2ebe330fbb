/** As much of a JSON Schema as the descriptions of answers use. */
export type JsonSchema = Readonly<{
  $ref?: string;
  properties?: Readonly<Record<string, JsonSchema>>;
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  anyOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
}> &
  Readonly<Record<string, unknown>>;

const COMPONENT = /^#\/components\/schemas\//;

/**
 * The schema with every object closed to fields that it does not name, and references to components resolved. Published schemas are open,
 * so that a new field breaks no client; a test wants to know of it. Parts of an `allOf` are closed together.
 */
export const closed = (schema: JsonSchema, components: Readonly<Record<string, object>>): JsonSchema =>
  close(schema, components, 'whole');

const close = (schema: JsonSchema, components: Readonly<Record<string, object>>, place: 'whole' | 'part'): JsonSchema => {
  if (schema.$ref !== undefined) {
    const component = components[schema.$ref.replace(COMPONENT, '')];
    if (!component) throw new Error(`There is no component ${schema.$ref}`);
    return close(component as JsonSchema, components, place);
  }
  const { properties, additionalProperties, items, anyOf, allOf } = schema;
  const inner = (one: JsonSchema): JsonSchema => close(one, components, 'whole');
  const shared = properties || allOf ? 'part' : place;
  const shut = place === 'whole' && additionalProperties === undefined;
  return {
    ...schema,
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, inner(one)])) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: inner(additionalProperties) }),
    ...(items && { items: inner(items) }),
    ...(anyOf && { anyOf: anyOf.map((one) => close(one, components, shared)) }),
    ...(allOf && { allOf: allOf.map((one) => close(one, components, 'part')) }),
    ...(shut && (properties || allOf) ? { unevaluatedProperties: false } : {}),
  };
};
