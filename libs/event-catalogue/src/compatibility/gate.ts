import type { FactDefinition, FactKey } from '../schema/fact-definition.js';
import { opened, type JsonSchema } from '../schema/json-schema.js';
import { compileSchema, problemsOf } from '../validation.js';
import { schemaChanges, worstOf, type SchemaChange } from './changes.js';

/** A fact version as it was released: told to consumers, never edited afterwards. `release` counts from 1 within a type. */
export type ReleasedFact = Readonly<{ type: string; release: number; key: FactKey; schema: JsonSchema; example: object }>;

type Current = Pick<FactDefinition, 'type' | 'key' | 'schema' | 'example'>;

/** Changes from a released fact to a definition of the same type; another key breaks the order that consumers rely on. */
export const factChanges = (
  released: Pick<ReleasedFact, 'key' | 'schema'>,
  current: Pick<Current, 'key' | 'schema'>,
): readonly SchemaChange[] => {
  const key = JSON.stringify(released.key) === JSON.stringify(current.key);
  return [
    ...(key ? [] : [{ path: '(key)', what: 'record key changed', effect: 'breaking' } as const]),
    ...schemaChanges(released.schema, current.schema),
  ];
};

/**
 * Why the catalogue may not be released: a released type is gone, it changed in an unsafe way against any of its releases, or a
 * fact told
 * in those days can no longer be read. Empty when everything fits. All releases count, not the last: a field that was
 * dropped and comes back with another meaning still lies in the topic.
 */
export const incompatibilities = (catalogue: readonly Current[], history: readonly ReleasedFact[]): readonly string[] =>
  history.flatMap((released) => {
    const name = `${released.type} release ${released.release}`;
    const current = catalogue.find(({ type }) => type === released.type);
    if (!current) return [`${name}: the type is gone, but its facts stay in the topic; keep its definition`];
    const changes = factChanges(released, current);
    const unsafe = changes
      .filter(({ effect }) => effect !== 'safe')
      .map(({ path, what, effect }) => `${name}: ${path} ${what} (${effect})`);
    if (unsafe.length > 0) return [...unsafe, `${name}: ${REMEDY[worstOf(changes)]}`];
    const reads = compileSchema(opened(current.schema));
    if (reads(released.example)) return [];
    return problemsOf(reads.errors).map(
      ({ pointer, message }) => `${name}: its example can no longer be read: ${pointer} ${message}`,
    );
  });

const REMEDY = {
  safe: 'nothing to do',
  'needs-upcaster': 'define the next version beside it, and lift facts of this one where they are read',
  breaking: 'define the next version beside it, and tell both until every consumer reads the new one',
} as const;

/** Releases that are still to be recorded: new types, and types with changes against their last release. */
export const unrecorded = (catalogue: readonly Current[], history: readonly ReleasedFact[]): readonly ReleasedFact[] =>
  catalogue.flatMap(({ type, key, schema, example }) => {
    const last = history.filter((released) => released.type === type).sort((a, b) => b.release - a.release)[0];
    if (last && factChanges(last, { key, schema }).length === 0) return [];
    return [{ type, release: (last?.release ?? 0) + 1, key, schema, example }];
  });
