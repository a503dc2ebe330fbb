const byText = (left, right) => {
  const [a, b] = [JSON.stringify(left), JSON.stringify(right)];
  return a < b ? -1 : a > b ? 1 : 0;
};
const isNoComment = ([keyword, value]) => keyword !== 'description' || typeof value !== 'string';
const SETS = new Set(['anyOf', 'allOf', 'enum', 'required', 'type']);

/**
 * A schema with what has no order sorted: the compiler numbers types as it meets them, so members of unions and fields of mapped types
 * would change places when a file far away does. Equal unions share one name there, and so the comment of whichever came first: comments
 * are left out.
 */
export const canonical = (schema) => {
  if (Array.isArray(schema)) return schema.map(canonical);
  if (schema === null || typeof schema !== 'object') return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(isNoComment)
      .map(([keyword, value]) => {
        if (keyword === 'properties') {
          const fields = Object.entries(value).map(([name, field]) => [name, canonical(field)]);
          return [keyword, Object.fromEntries(fields.sort(([left], [right]) => (left < right ? -1 : 1)))];
        }
        const inner = canonical(value);
        return [keyword, SETS.has(keyword) && Array.isArray(inner) ? [...inner].sort(byText) : inner];
      }),
  );
};
