import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { factDefinition, type FactByType, type FactType } from './catalogue.js';
import { CLASS_KEYWORD, opened, type JsonSchema } from './schema/json-schema.js';

/** One violation: JSON pointer (RFC 6901) into `data`, and what is wrong there. */
export type FactProblem = Readonly<{ pointer: string; message: string }>;

/**
 * Data that does not fit its schema. `code`: `CATALOGUE.FACT_INVALID`. For the consumer's policy a schema error, not an outage.
 * The message names pointers, never values.
 */
export class FactInvalid extends Error {
  readonly code = 'CATALOGUE.FACT_INVALID';
  constructor(
    readonly type: string,
    readonly problems: readonly FactProblem[],
  ) {
    super(
      `${type} does not fit its schema: ${problems.map(({ pointer, message }) => `${pointer || '/'} ${message}`).join('; ')}`,
    );
    this.name = 'FactInvalid';
  }
}

/**
 * Checks data before it is told: every field by its schema, nothing beside them (closed).
 * Returns the same object, typed. Throws `FactInvalid` or `UnknownFactType`.
 */
export function validateOnWrite<T extends FactType>(type: T, data: unknown): FactByType[T]['data'];
export function validateOnWrite(type: string, data: unknown): object;
export function validateOnWrite(type: string, data: unknown): object {
  return checked(type, data, writers, (schema) => schema);
}

/**
 * Checks data that was heard: every known field by its schema, unknown ones are let through untouched (open), so that a
 * newer producer does not stop an older consumer. Returns the same object, typed. Throws `FactInvalid` or `UnknownFactType`.
 */
export function validateOnRead<T extends FactType>(type: T, data: unknown): FactByType[T]['data'];
export function validateOnRead(type: string, data: unknown): object;
export function validateOnRead(type: string, data: unknown): object {
  return checked(type, data, readers, opened);
}

/** Compiles a schema of facts; every violation is found, not the first only. */
export const compileSchema = (schema: JsonSchema): ValidateFunction => newAjv().compile(schema);

/** Violations of the last call of a compiled schema. */
export const problemsOf = (errors: readonly ErrorObject[] | null | undefined): readonly FactProblem[] =>
  (errors ?? []).map(({ instancePath, message, params }) => ({
    pointer: 'additionalProperty' in params ? `${instancePath}/${String(params['additionalProperty'])}` : instancePath,
    message: message ?? 'is not valid',
  }));

const newAjv = (): Ajv2020 => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: false });
  ajv.addKeyword({ keyword: CLASS_KEYWORD, schemaType: 'string' });
  formats.default(ajv, ['uuid', 'date', 'date-time']);
  return ajv;
};

type Compiled = Map<string, ValidateFunction>;
// Compiled when a type is first seen: no service pays for the facts of the others.
const writers: Compiled = new Map();
const readers: Compiled = new Map();

const checked = (type: string, data: unknown, compiled: Compiled, view: (schema: JsonSchema) => JsonSchema): object => {
  const validate = compiled.get(type) ?? compileSchema(view(factDefinition(type).schema));
  compiled.set(type, validate);
  if (validate(data)) return data as object; // every schema of the catalogue is of type object
  throw new FactInvalid(type, problemsOf(validate.errors));
};
