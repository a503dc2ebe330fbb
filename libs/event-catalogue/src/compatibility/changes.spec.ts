import { describe, expect, it } from '@jest/globals';
import { catalogue } from '../catalogue.js';
import { list, mapOf, nullable, object, optional, type Field } from '../schema/field.js';
import { code, count, hash, id, money, oneOf, percent } from '../schema/fields.js';
import { opened, type JsonSchema } from '../schema/json-schema.js';
import { compileSchema } from '../validation.js';
import { schemaChanges, worstOf, type Effect } from './changes.js';
import { mutants } from './mutants.factory.js';

const base = {
  milestoneId: id,
  rate: percent,
  kind: oneOf('release', 'refund'),
  lines: list(object({ amount: money })),
  note: optional(code),
};
const effectOf = (later: JsonSchema): Effect => worstOf(schemaChanges(object(base).schema, later));
const effectWith = (fields: Record<string, Field<unknown>>): Effect => effectOf(object({ ...base, ...fields }).schema);
const { note: _note, ...withoutNote } = base;
const { kind: _kind, ...withoutKind } = base;

describe('A change of a fact', () => {
  it('is none when only words about it change', () => {
    expect(schemaChanges(object(base).schema, { ...object(base).schema, title: 'Other', description: 'other' })).toEqual([]);
  });

  it.each<[string, Effect, Effect]>([
    ['an optional field is added', effectWith({ more: optional(id) }), 'safe'],
    [
      'an optional field is added deep inside',
      effectWith({ lines: list(object({ amount: money, more: optional(id) })) }),
      'safe',
    ],
    ['a class opens up', effectWith({ rate: { schema: { ...percent.schema, 'x-guildhall-class': 'public' } } }), 'safe'],
    ['a required field is added', effectWith({ more: id }), 'needs-upcaster'],
    ['an optional field becomes required', effectWith({ note: code }), 'needs-upcaster'],
    ['a word is removed', effectWith({ kind: oneOf('release') }), 'needs-upcaster'],
    ['a minimum rises', effectWith({ rate: { schema: { ...percent.schema, minimum: 1 } } }), 'needs-upcaster'],
    ['a maximum falls', effectWith({ rate: { schema: { ...percent.schema, maximum: 50 } } }), 'needs-upcaster'],
    [
      'a list must hold something',
      effectWith({ lines: { schema: { ...list(object({ amount: money })).schema, minItems: 1 } } }),
      'needs-upcaster',
    ],
    [
      'a maximum length is added',
      effectWith({ note: { schema: { ...code.schema, maxLength: 5 }, optional: true } as Field<string> }),
      'needs-upcaster',
    ],
    ['an optional field is removed', effectOf(object(withoutNote).schema), 'breaking'],
    ['a required field is removed', effectOf(object(withoutKind).schema), 'breaking'],
    ['a field is renamed', effectOf(object({ ...withoutKind, sort: oneOf('release', 'refund') }).schema), 'breaking'],
    ['a required field becomes optional', effectWith({ kind: optional(oneOf('release', 'refund')) }), 'breaking'],
    ['a type changes', effectWith({ rate: code }), 'breaking'],
    ['a type narrows', effectWith({ rate: count }), 'breaking'],
    ['a type changes deep inside', effectWith({ lines: list(object({ amount: count })) }), 'breaking'],
    ['a word is added', effectWith({ kind: oneOf('release', 'refund', 'split') }), 'breaking'],
    ['a list of words opens', effectWith({ kind: code }), 'breaking'],
    ['a pattern changes', effectWith({ note: optional(hash) }), 'breaking'],
    ['a format goes', effectWith({ milestoneId: { schema: { type: 'string', 'x-guildhall-class': 'internal' } } }), 'breaking'],
    ['a minimum falls', effectWith({ rate: { schema: { ...percent.schema, minimum: -1 } } }), 'breaking'],
    [
      'a maximum goes',
      effectWith({ rate: { schema: { type: 'number', minimum: 0, 'x-guildhall-class': 'internal' } } }),
      'breaking',
    ],
    ['null is allowed', effectWith({ rate: nullable(percent) }), 'breaking'],
    [
      'a class becomes stricter',
      effectWith({ rate: { schema: { ...percent.schema, 'x-guildhall-class': 'personal' } } }),
      'breaking',
    ],
    ['an object becomes a map', effectOf(mapOf(code, id).schema), 'breaking'],
    ['a keyword is not known to the check', effectOf({ ...object(base).schema, multipleOf: 2 } as JsonSchema), 'breaking'],
  ])('where %s has its effect', (_what, found, expected) => expect(found).toBe(expected));

  it('needs an upcaster where null is no longer allowed', () => {
    expect(worstOf(schemaChanges(nullable(percent).schema, percent.schema))).toBe('needs-upcaster');
  });

  it('names the path', () => {
    expect(schemaChanges(object(base).schema, object({ ...base, lines: list(object({})) }).schema)).toEqual([
      { path: 'lines[].amount', what: 'field removed', effect: 'breaking' },
    ]);
  });
});

describe('The compatibility check on mutated schemas', () => {
  it.each(catalogue.map((definition) => [definition.type, definition] as const))(
    'lets no mutant of %s pass as safe',
    (_type, { schema }) => {
      const all = mutants(schema);
      expect(all.length).toBeGreaterThan(5);
      expect(all.filter((mutant) => worstOf(schemaChanges(schema, mutant.schema)) === 'safe').map(({ what }) => what)).toEqual(
        [],
      );
    },
  );

  it.each(catalogue.map((definition) => [definition.type, definition] as const))(
    'calls safe only what both sides can read for %s',
    (_type, { schema, example }) => {
      const later: JsonSchema = { ...schema, properties: { ...schema.properties, added: id.schema } };
      expect(worstOf(schemaChanges(schema, later))).toBe('safe');
      expect(compileSchema(later)(example)).toBe(true);
      expect(compileSchema(opened(schema))({ ...example, added: '29dc703c-94d4-5e5b-80dd-d81a22148c6f' })).toBe(true);
    },
  );
});
