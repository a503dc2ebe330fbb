/**
 * The JSON Schema (draft 7, which Helm reads) of annotated values: strict at every level, no reference to elsewhere. `removed` are keys
 * that the chart no longer reads: the schema lets them pass, so that the render fails with advice instead.
 */
export const schemaOf = (entries, removed) => {
  const $defs = {};
  const properties = Object.fromEntries(entries.map((entry) => [entry.key, schemaOfEntry(entry, $defs)]));
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Values of Guildhall',
    ...objectOf(properties),
    $defs,
  };
  for (const { path, advice } of removed) permit(schema, path.split('.'), advice);
  return schema;
};

const objectOf = (properties) => ({ type: 'object', additionalProperties: false, properties });

const schemaOfEntry = (entry, $defs) => {
  const { description, schema, define, children, value } = entry;
  const told = description === '' ? {} : { description };
  const own =
    children.length > 0
      ? { ...objectOf(Object.fromEntries(children.map((child) => [child.key, schemaOfEntry(child, $defs)]))), ...schema }
      : schema.$ref !== undefined
        ? schema
        : { type: typeOf(value), ...schema };
  if (define === null) return { ...told, ...own };
  $defs[define] = own;
  return { ...told, $ref: `#/$defs/${define}` };
};

const typeOf = (value) => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
};

const permit = (schema, [key, ...rest], advice) => {
  if (rest.length === 0) {
    if (key in schema.properties) throw new Error(`removed-keys.yaml: ${key} is a key that the chart reads`);
    schema.properties[key] = { description: `No longer read: ${advice}.` };
    return;
  }
  const below = schema.properties[key];
  if (below?.properties === undefined) throw new Error(`removed-keys.yaml: there is no map ${key}`);
  permit(below, rest, advice);
};
