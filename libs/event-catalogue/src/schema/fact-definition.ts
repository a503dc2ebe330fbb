import type { Fact, ServiceName } from '@guildhall/kernel';
import { object, type Field, type Fields, type ObjectOf } from './field.js';
import { leavesOf, CLASS_KEYWORD, type DataClass, type JsonSchema } from './json-schema.js';

type Kebab<Name extends string, Done extends string = ''> = Name extends `${infer Head}${infer Tail}`
  ? Kebab<
      Tail,
      Head extends Lowercase<Head> ? `${Done}${Head}` : Done extends '' ? Lowercase<Head> : `${Done}-${Lowercase<Head>}`
    >
  : Done;

/** Wire type of a fact: `guildhall.<service>.<kebab-name>.v<N>` (architecture.md §4). */
export type WireType<
  Owner extends string,
  Name extends string,
  Version extends number,
> = `guildhall.${Owner}.${Kebab<Name>}.v${Version}`;

/** The field of `data` that is the record key, or one constant key for all facts of the type. */
export type FactKey = string | Readonly<{ const: string }>;

/** One version of a public fact. `Data` is derived from `schema`; an example stands for it in docs and tests. */
export type FactDefinition<
  Name extends string = string,
  Version extends number = number,
  Owner extends ServiceName = ServiceName,
  Data extends object = object,
  Type extends string = string,
> = Readonly<{
  name: Name;
  version: Version;
  owner: Owner;
  type: Type;
  key: FactKey;
  /** JSON Schema 2020-12 of `data`, closed (`additionalProperties: false` everywhere). */
  schema: JsonSchema;
  /** Data class of every leaf by path, e.g. `milestones[].amount`. */
  classes: Readonly<Record<string, DataClass>>;
  example: Data;
}>;

/** Data of a definition: `DataOf<typeof milestoneApprovedV1>`. */
export type DataOf<D> = D extends FactDefinition<string, number, ServiceName, infer Data> ? Data : never;

/** Fact of a definition, as a consumer's handler gets it. */
export type FactOf<D extends FactDefinition> = Fact<D['type'], DataOf<D>>;

type Source<Name, Version, Owner, F extends Fields> = Readonly<{
  name: Name;
  version: Version;
  owner: Owner;
  key: (keyof F & string) | Readonly<{ const: string }>;
  /** What the fact tells, in one clause (table "Facts told" of the owner's page). */
  says: string;
  data: F;
  example: ObjectOf<F>;
}>;

const kebab = (name: string): string => name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();

/** URI of a fact's schema (`ce_dataschema`, `$id`). A URN: it names the schema in this catalogue and promises no host. */
export const dataSchemaUri = (type: string): string => `urn:guildhall:fact:${type}`;

/**
 * Defines one version of a fact: schema, type, key and classes come from the fields.
 * A released version changes only in safe ways (compatibility/); anything else is a new version beside it.
 */
export const defineFactSchema = <
  const Name extends string,
  const Version extends number,
  const Owner extends ServiceName,
  F extends Fields,
>(
  source: Source<Name, Version, Owner, F>,
): FactDefinition<Name, Version, Owner, ObjectOf<F>, WireType<Owner, Name, Version>> => {
  const { name, version, owner, key, says, data, example } = source;
  const type = `guildhall.${owner}.${kebab(name)}.v${version}` as WireType<Owner, Name, Version>;
  const body: Field<ObjectOf<F>> = object(data);
  return {
    name,
    version,
    owner,
    type,
    key,
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: dataSchemaUri(type),
      title: name,
      description: says,
      ...body.schema,
    },
    classes: classesOf(body.schema),
    example,
  };
};

// A leaf without a class would be personal data by omission: the definition does not load.
const classesOf = (schema: JsonSchema): Readonly<Record<string, DataClass>> =>
  Object.fromEntries(
    leavesOf(schema).map(([path, leaf]) => {
      const dataClass = leaf[CLASS_KEYWORD];
      if (!dataClass) throw new Error(`Field ${path} states no data class`);
      return [path, dataClass];
    }),
  );
