import { id } from '../schema/fields.js';
import { CLASS_KEYWORD, type DataClass, type JsonSchema } from '../schema/json-schema.js';

/** A schema that was changed in one place, and how. */
export type Mutant = Readonly<{ what: string; schema: JsonSchema }>;

/** Every schema that differs from the given one in one place and one way. */
export const mutants = (schema: JsonSchema): readonly Mutant[] => [...ownMutants(schema), ...nestedMutants(schema)];

const ownMutants = (schema: JsonSchema): readonly Mutant[] => {
  const { properties = {}, required = [], enum: words, pattern, format, minimum, maximum, minItems, anyOf } = schema;
  const dataClass = schema[CLASS_KEYWORD];
  const without = (keyword: keyof JsonSchema): JsonSchema =>
    Object.fromEntries(Object.entries(schema).filter(([name]) => name !== keyword)) as JsonSchema;
  return [
    ...(anyOf
      ? [{ what: 'null refused', schema: anyOf[0] as JsonSchema }]
      : [{ what: 'null allowed', schema: { anyOf: [schema, { type: 'null' as const }] } }]),
    ...(schema.type
      ? [
          {
            what: 'other type',
            schema: { ...schema, type: schema.type === 'boolean' ? ('string' as const) : ('boolean' as const) },
          },
        ]
      : []),
    ...(dataClass
      ? [
          { what: 'stricter class', schema: { ...schema, [CLASS_KEYWORD]: 'secret' as DataClass } },
          { what: 'no class', schema: without(CLASS_KEYWORD) },
        ]
      : []),
    ...Object.keys(properties).map((name) => ({
      what: `${name} removed`,
      schema: {
        ...schema,
        properties: Object.fromEntries(Object.entries(properties).filter(([other]) => other !== name)),
        required: required.filter((other) => other !== name),
      },
    })),
    ...required.map((name) => ({
      what: `${name} optional`,
      schema: { ...schema, required: required.filter((other) => other !== name) },
    })),
    ...Object.keys(properties)
      .filter((name) => !required.includes(name))
      .map((name) => ({ what: `${name} required`, schema: { ...schema, required: [...required, name] } })),
    ...(schema.type === 'object' && schema.properties
      ? [
          {
            what: 'required field added',
            schema: { ...schema, properties: { ...properties, added: id.schema }, required: [...required, 'added'] },
          },
        ]
      : []),
    ...(words
      ? [
          { what: 'word added', schema: { ...schema, enum: [...words, 'added'] } },
          { what: 'word removed', schema: { ...schema, enum: words.slice(1) } },
          { what: 'words open', schema: without('enum') },
        ]
      : []),
    ...(pattern
      ? [
          { what: 'pattern changed', schema: { ...schema, pattern: `${pattern}|^x$` } },
          { what: 'pattern gone', schema: without('pattern') },
        ]
      : []),
    ...(format ? [{ what: 'format gone', schema: without('format') }] : []),
    ...(minimum !== undefined
      ? [
          { what: 'minimum up', schema: { ...schema, minimum: minimum + 1 } },
          { what: 'minimum gone', schema: without('minimum') },
        ]
      : []),
    ...(maximum !== undefined
      ? [
          { what: 'maximum down', schema: { ...schema, maximum: maximum - 1 } },
          { what: 'maximum gone', schema: without('maximum') },
        ]
      : []),
    ...(minItems !== undefined ? [{ what: 'may be empty', schema: without('minItems') }] : []),
  ];
};

const nestedMutants = (schema: JsonSchema): readonly Mutant[] => [
  ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    mutants(field).map(({ what, schema: mutant }) => ({
      what: `${name}: ${what}`,
      schema: { ...schema, properties: { ...schema.properties, [name]: mutant } },
    })),
  ),
  ...(schema.items
    ? mutants(schema.items).map(({ what, schema: items }) => ({ what: `[]: ${what}`, schema: { ...schema, items } }))
    : []),
  ...(schema.additionalProperties
    ? mutants(schema.additionalProperties).map(({ what, schema: values }) => ({
        what: `{}: ${what}`,
        schema: { ...schema, additionalProperties: values },
      }))
    : []),
  ...(schema.propertyNames
    ? mutants(schema.propertyNames).map(({ what, schema: names }) => ({
        what: `names: ${what}`,
        schema: { ...schema, propertyNames: names },
      }))
    : []),
];
