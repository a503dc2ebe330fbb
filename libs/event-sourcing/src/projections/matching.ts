/** The few operators that queries of read models use, as MongoDB means them; for the in-memory store. */

type Json = unknown;

/** Order of types in a sort (MongoDB manual, BSON comparison order): missing and null, numbers, strings, objects, arrays, booleans. */
const rank = (value: Json): number => {
  if (value === undefined || value === null) return 0;
  if (typeof value === 'number' || typeof value === 'bigint') return 1;
  if (typeof value === 'string') return 2;
  if (Array.isArray(value)) return 4;
  return typeof value === 'boolean' ? 5 : 3;
};

/** Negative, zero or positive; strings compare by code units, as MongoDB without a collation does for ASCII. */
export const compareValues = (a: Json, b: Json): number => {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (rank(a) === 0) return 0;
  const [x, y] = rank(a) === 3 || rank(a) === 4 ? [JSON.stringify(a), JSON.stringify(b)] : [a as number, b as number];
  return x < y ? -1 : Number(x > y);
};

const equal = (a: Json, b: Json): boolean => compareValues(a, b) === 0;
/** A value and, where it is an array, its elements: MongoDB matches either. */
const candidates = (value: Json): readonly Json[] => (Array.isArray(value) ? [value, ...value] : [value]);

/** All values that a dotted path leads to; arrays on the way are looked into. */
const valuesAt = (value: Json, path: readonly string[]): readonly Json[] => {
  const [head, ...rest] = path;
  if (head === undefined) return [value];
  if (Array.isArray(value)) {
    const indexed = /^\d+$/.test(head) ? valuesAt(value[Number(head)], rest) : [];
    return [
      ...indexed,
      ...value.filter((item) => item !== null && typeof item === 'object').flatMap((item) => valuesAt(item, path)),
    ];
  }
  if (value === null || typeof value !== 'object') return [undefined];
  return valuesAt((value as Record<string, Json>)[head], rest);
};

const compares = (value: Json, operand: Json, holds: (order: number) => boolean): boolean =>
  candidates(value).some((one) => rank(one) === rank(operand) && holds(compareValues(one, operand)));

const applies = (operator: string, operand: Json, value: Json, siblings: Readonly<Record<string, Json>>): boolean => {
  switch (operator) {
    case '$eq': return candidates(value).some((one) => equal(one, operand));
    case '$ne': return !candidates(value).some((one) => equal(one, operand));
    case '$gt': return compares(value, operand, (order) => order > 0);
    case '$gte': return compares(value, operand, (order) => order >= 0);
    case '$lt': return compares(value, operand, (order) => order < 0);
    case '$lte': return compares(value, operand, (order) => order <= 0);
    case '$in': return (operand as readonly Json[]).some((one) => candidates(value).some((candidate) => equal(candidate, one)));
    case '$nin': return !applies('$in', operand, value, siblings);
    case '$exists': return (value !== undefined) === Boolean(operand);
    case '$size': return Array.isArray(value) && value.length === operand;
    case '$all': return (operand as readonly Json[]).every((one) => candidates(value).some((candidate) => equal(candidate, one)));
    case '$elemMatch': return Array.isArray(value) && value.some((item) => elementMatches(item, operand as object));
    case '$not': return !conditionHolds(value, operand);
    case '$regex': {
      const expression = new RegExp(operand as string | RegExp, (siblings['$options'] as string | undefined) ?? (operand as RegExp).flags);
      return candidates(value).some((one) => typeof one === 'string' && expression.test(one));
    }
    case '$options': return true;
    default: throw new Error(`The in-memory read model knows no ${operator}`);
  }
}; // prettier-ignore

const isOperators = (condition: Json): condition is Readonly<Record<string, Json>> =>
  condition !== null &&
  typeof condition === 'object' &&
  !Array.isArray(condition) &&
  Object.keys(condition).some((key) => key.startsWith('$'));

const conditionHolds = (value: Json, condition: Json): boolean => {
  if (condition instanceof RegExp) return applies('$regex', condition, value, {});
  if (!isOperators(condition)) return applies('$eq', condition, value, {});
  return Object.entries(condition).every(([operator, operand]) => applies(operator, operand, value, condition));
};

const elementMatches = (item: Json, condition: object): boolean =>
  isOperators(condition)
    ? conditionHolds(item, condition)
    : item !== null && typeof item === 'object' && matches(item, condition);

/** Operators that hold for a path only when they hold for each value it leads to. */
const NEGATIVE: ReadonlySet<string> = new Set(['$ne', '$nin', '$not']);

const fieldMatches = (document: object, path: string, condition: Json): boolean => {
  const values = valuesAt(document, path.split('.'));
  const found = values.length > 0 ? values : [undefined];
  if (!isOperators(condition)) return found.some((value) => conditionHolds(value, condition));
  return Object.entries(condition).every(([operator, operand]) => {
    const holds = (value: Json): boolean => applies(operator, operand, value, condition);
    return NEGATIVE.has(operator) ? found.every(holds) : found.some(holds);
  });
};

/** True when a document matches a filter. Throws on an operator that is not listed here. */
export const matches = (document: object, filter: object): boolean =>
  Object.entries(filter).every(([name, condition]: [string, Json]) => {
    switch (name) {
      case '$and': return (condition as readonly object[]).every((one) => matches(document, one));
      case '$or': return (condition as readonly object[]).some((one) => matches(document, one));
      case '$nor': return !(condition as readonly object[]).some((one) => matches(document, one));
      default: return fieldMatches(document, name, condition);
    }
  }); // prettier-ignore

/** Orders documents by dotted paths; a path through an array takes its least value going up, its greatest going down. */
export const byPaths =
  (sort: Readonly<Record<string, 1 | -1>>) =>
  (a: object, b: object): number => {
    for (const [path, direction] of Object.entries(sort)) {
      const pick = (document: object): Json => {
        const values = valuesAt(document, path.split('.')).flatMap((value) =>
          Array.isArray(value) ? (value as Json[]) : [value],
        );
        return values.sort((x, y) => direction * compareValues(x, y))[0];
      };
      const order = compareValues(pick(a), pick(b));
      if (order !== 0) return order * direction;
    }
    return 0;
  };
