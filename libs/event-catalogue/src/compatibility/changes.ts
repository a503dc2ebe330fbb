import { CLASS_KEYWORD, type DataClass, type JsonSchema } from '../schema/json-schema.js';

/**
 * What a change asks of others. `safe`: old readers read new facts and new readers read old ones, unchanged. `needs-upcaster`:
 * old facts in
 * the topic do not fit any more, but can be lifted. `breaking`: readers of the earlier schema cannot rely on it any more.
 */
export type Effect = 'safe' | 'needs-upcaster' | 'breaking';

/** One difference between two schemas of a fact, at a path such as `milestones[].amount`. */
export type SchemaChange = Readonly<{ path: string; what: string; effect: Effect }>;

/** The worst effect of some changes; `safe` for none. */
export const worstOf = (changes: readonly SchemaChange[]): Effect => {
  if (changes.some(({ effect }) => effect === 'breaking')) return 'breaking';
  return changes.some(({ effect }) => effect === 'needs-upcaster') ? 'needs-upcaster' : 'safe';
};

/**
 * Differences from an earlier to a later schema of `data`. Names and descriptions do not count. Unknown keywords that differ are
 * breaking:
 * what the check cannot judge it does not let through.
 */
export const schemaChanges = (earlier: JsonSchema, later: JsonSchema, path = ''): readonly SchemaChange[] => {
  const [from, to] = [withoutNull(earlier), withoutNull(later)];
  const nulls: readonly SchemaChange[] = [
    ...(to.nullable && !from.nullable ? [change(path, 'may now be null', 'breaking')] : []),
    ...(from.nullable && !to.nullable ? [change(path, 'may no longer be null', 'needs-upcaster')] : []),
  ];
  if (from.schema.type !== to.schema.type) {
    return [...nulls, change(path, `type ${from.schema.type ?? 'any'} became ${to.schema.type ?? 'any'}`, 'breaking')];
  }
  return [...nulls, ...nodeChanges(from.schema, to.schema, path)];
};

const nodeChanges = (from: JsonSchema, to: JsonSchema, path: string): readonly SchemaChange[] => [
  ...classChanges(from[CLASS_KEYWORD], to[CLASS_KEYWORD], path),
  ...propertyChanges(from, to, path),
  ...valueChanges(from, to, path),
  ...wordChanges(from.enum, to.enum, path),
  ...(['pattern', 'format'] as const).flatMap((keyword) => formChanges(keyword, from[keyword], to[keyword], path)),
  ...(['minimum', 'minItems', 'minLength'] as const).flatMap((keyword) =>
    boundChanges(keyword, from[keyword], to[keyword], 1, path),
  ),
  ...(['maximum', 'maxLength'] as const).flatMap((keyword) => boundChanges(keyword, from[keyword], to[keyword], -1, path)),
  ...otherChanges(from, to, path),
];

const change = (path: string, what: string, effect: Effect): SchemaChange => ({ path: path || '/', what, effect });

const withoutNull = (schema: JsonSchema): { schema: JsonSchema; nullable: boolean } => {
  const [only, ...more] = (schema.anyOf ?? []).filter(({ type }) => type !== 'null');
  if (!only || more.length > 0) return { schema, nullable: false };
  return { schema: only, nullable: schema.anyOf?.some(({ type }) => type === 'null') ?? false };
};

const STRICTNESS: readonly DataClass[] = ['public', 'internal', 'personal', 'sensitive', 'secret'];

const classChanges = (from: DataClass | undefined, to: DataClass | undefined, path: string): readonly SchemaChange[] => {
  if (from === to) return [];
  const opensUp = from && to && STRICTNESS.indexOf(to) < STRICTNESS.indexOf(from);
  return [change(path, `class ${from ?? 'none'} became ${to ?? 'none'}`, opensUp ? 'safe' : 'breaking')];
};

const propertyChanges = (from: JsonSchema, to: JsonSchema, path: string): readonly SchemaChange[] => {
  const before = new Map(Object.entries(from.properties ?? {}));
  const after = new Map(Object.entries(to.properties ?? {}));
  const at = (name: string): string => (path ? `${path}.${name}` : name);
  const removed = [...before.keys()]
    .filter((name) => !after.has(name))
    .map((name) => change(at(name), 'field removed', 'breaking'));
  const others = [...after].flatMap(([name, schema]) => {
    const earlier = before.get(name);
    const [was, is] = [from.required?.includes(name) ?? false, to.required?.includes(name) ?? false];
    if (!earlier)
      return [is ? change(at(name), 'required field added', 'needs-upcaster') : change(at(name), 'optional field added', 'safe')];
    const presence =
      was === is
        ? []
        : [is ? change(at(name), 'became required', 'needs-upcaster') : change(at(name), 'became optional', 'breaking')];
    return [...presence, ...schemaChanges(earlier, schema, at(name))];
  });
  return [...removed, ...others];
};

const valueChanges = (from: JsonSchema, to: JsonSchema, path: string): readonly SchemaChange[] => [
  ...nested(from.items, to.items, `${path}[]`),
  ...nested(from.additionalProperties || undefined, to.additionalProperties || undefined, `${path}{}`),
  ...nested(from.propertyNames, to.propertyNames, `${path}{name}`),
];

const nested = (from: JsonSchema | undefined, to: JsonSchema | undefined, path: string): readonly SchemaChange[] => {
  if (from && to) return schemaChanges(from, to, path);
  return from === to ? [] : [change(path, from ? 'values no longer described' : 'values now described', 'breaking')];
};

const wordChanges = (
  from: readonly string[] | undefined,
  to: readonly string[] | undefined,
  path: string,
): readonly SchemaChange[] => {
  if (!from) return to ? [change(path, 'list of words added', 'needs-upcaster')] : [];
  if (!to) return [change(path, 'list of words removed', 'breaking')];
  return [
    ...to.filter((word) => !from.includes(word)).map((word) => change(path, `word ${word} added`, 'breaking')),
    ...from.filter((word) => !to.includes(word)).map((word) => change(path, `word ${word} removed`, 'needs-upcaster')),
  ];
};

// Whether one pattern holds the other is not decided here: a different one breaks.
const formChanges = (
  keyword: string,
  from: string | undefined,
  to: string | undefined,
  path: string,
): readonly SchemaChange[] => {
  if (from === to) return [];
  return [
    from
      ? change(path, `${keyword} ${to ? 'changed' : 'removed'}`, 'breaking')
      : change(path, `${keyword} added`, 'needs-upcaster'),
  ];
};

/** `tighter`: 1 where a greater bound allows less (minimum), -1 where a smaller one does (maximum). */
const boundChanges = (
  keyword: string,
  from: number | undefined,
  to: number | undefined,
  tighter: 1 | -1,
  path: string,
): readonly SchemaChange[] => {
  if (from === to) return [];
  const open = -tighter * Infinity;
  const tightened = ((to ?? open) - (from ?? open)) * tighter > 0;
  return [change(path, `${keyword} ${tightened ? 'tightened' : 'loosened'}`, tightened ? 'needs-upcaster' : 'breaking')];
};

const JUDGED = new Set([
  '$schema',
  '$id',
  'title',
  'description',
  'type',
  'properties',
  'required',
  'items',
  'additionalProperties',
  'propertyNames',
  'enum',
  'pattern',
  'format',
  'minimum',
  'minItems',
  'minLength',
  'maximum',
  'maxLength',
  CLASS_KEYWORD,
]);

const otherChanges = (from: JsonSchema, to: JsonSchema, path: string): readonly SchemaChange[] => {
  const [before, after] = [new Map<string, unknown>(Object.entries(from)), new Map<string, unknown>(Object.entries(to))];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((keyword) => !JUDGED.has(keyword) && JSON.stringify(before.get(keyword)) !== JSON.stringify(after.get(keyword)))
    .map((keyword) => change(path, `${keyword} changed`, 'breaking'));
};
