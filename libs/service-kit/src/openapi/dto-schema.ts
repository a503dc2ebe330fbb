import type { Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage } from 'class-validator';
import type { Operation } from './operations-of-app.js';

type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
type Schema = Record<string, unknown>;

/** Nest's numbers of `@Body()` and `@Query()` in the metadata of route arguments. */
const DTO_SOURCES: ReadonlySet<string> = new Set(['3', '4']);
const PROPERTIES = 'swagger/apiModelProperties';

/**
 * Gives the DTOs of operations their OpenAPI properties out of their class-validator rules, so that a field is described once. A field
 * with its own `@ApiProperty` is left alone.
 */
export const describeDtos = (operations: readonly Operation[]): void => {
  const done = new Set<unknown>();
  for (const operation of operations) for (const dto of dtosOf(operation)) describe(dto, done);
};

const dtosOf = ({ controller, handler }: Operation): readonly Type<object>[] => {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as Readonly<
    Record<string, { data?: unknown }>
  >;
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, handler) ??
    []) as readonly Type<object>[];
  return Object.entries(args).flatMap(([key, { data }]) => {
    const [source, index] = key.split(':');
    const type = types[Number(index)];
    return source !== undefined && DTO_SOURCES.has(source) && data === undefined && type ? [type] : [];
  });
};

const describe = (dto: Type<object>, done: Set<unknown>): void => {
  if (done.has(dto) || typeof dto !== 'function') return;
  done.add(dto);
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  const byField = new Map<string, Rule[]>();
  for (const rule of rules) byField.set(rule.propertyName, [...(byField.get(rule.propertyName) ?? []), rule]);
  for (const [field, own] of byField) {
    const nested = nestedType(dto, field);
    if (nested) describe(nested, done);
    if (Reflect.getMetadata(PROPERTIES, dto.prototype as object, field) !== undefined) continue;
    ApiProperty(propertyOf(dto, field, own, nested))(dto.prototype as object, field);
  }
};

const nestedType = (dto: Type<object>, field: string): Type<object> | null => {
  const described = defaultMetadataStorage.findTypeMetadata(dto, field)?.typeFunction() as Type<object> | undefined;
  const type = described ?? (Reflect.getMetadata('design:type', dto.prototype as object, field) as Type<object> | undefined);
  const primitive = [undefined, String, Number, Boolean, Object, Array, Date].some((known) => known === (type as unknown));
  return primitive ? null : (type ?? null);
};

const propertyOf = (
  dto: Type<object>,
  field: string,
  rules: readonly Rule[],
  nested: Type<object> | null,
): ApiPropertyOptions => {
  const required = !rules.some(({ name }) => name === 'isOptional');
  const design = Reflect.getMetadata('design:type', dto.prototype as object, field) as unknown;
  const isArray = design === Array || rules.some(({ name, each }) => each || name === 'isArray');
  if (nested) return { type: () => nested, isArray, required, ...(isArray ? boundsOf(rules) : {}) } as ApiPropertyOptions;
  const plain = { type: plainType(design), ...Object.assign({}, ...rules.map((rule) => schemaOf(rule))) } as Schema;
  if (!isArray) return { ...plain, required } as ApiPropertyOptions;
  return {
    type: 'array',
    items: { ...plain, type: plain['type'] === 'object' ? 'string' : plain['type'] },
    required,
    ...boundsOf(rules),
  } as ApiPropertyOptions;
};

const plainType = (design: unknown): string => {
  if (design === Number) return 'number';
  if (design === Boolean) return 'boolean';
  return design === String || design === Array ? 'string' : 'object';
};

const boundsOf = (rules: readonly Rule[]): Schema =>
  Object.assign(
    {},
    ...rules.map(({ name, constraints }) => {
      if (name === 'arrayMinSize') return { minItems: constraints[0] as number };
      if (name === 'arrayMaxSize') return { maxItems: constraints[0] as number };
      if (name === 'arrayNotEmpty') return { minItems: 1 };
      return name === 'arrayUnique' ? { uniqueItems: true } : {};
    }),
  ) as Schema;

/** JSON Schema of one rule; a rule without a counterpart says nothing, the validator still holds. */
const schemaOf = ({ name, constraints }: Rule): Schema => {
  const first = (constraints as readonly unknown[] | undefined)?.[0];
  const second = (constraints as readonly unknown[] | undefined)?.[1];
  const known: Readonly<Record<string, () => Schema>> = {
    isString: () => ({ type: 'string' }),
    isBoolean: () => ({ type: 'boolean' }),
    isInt: () => ({ type: 'integer' }),
    isNumber: () => ({ type: 'number' }),
    isNotEmpty: () => ({ minLength: 1 }),
    isObject: () => ({ type: 'object', additionalProperties: true }),
    isUuid: () => ({ type: 'string', format: 'uuid' }),
    isEmail: () => ({ type: 'string', format: 'email' }),
    isUrl: () => ({ type: 'string', format: 'uri' }),
    isIso8601: () => ({ type: 'string', format: 'date-time' }),
    isDateString: () => ({ type: 'string', format: 'date-time' }),
    min: () => ({ minimum: first }),
    max: () => ({ maximum: first }),
    isPositive: () => ({ exclusiveMinimum: 0 }),
    minLength: () => ({ minLength: first }),
    maxLength: () => ({ maxLength: first }),
    isLength: () => ({ minLength: first, ...(second === undefined ? {} : { maxLength: second }) }),
    matches: () => (first instanceof RegExp ? { type: 'string', pattern: first.source } : {}),
    isIn: () => ({ enum: first }),
    isEnum: () => ({ enum: second }),
    equals: () => ({ enum: [first] }),
  };
  return name === undefined ? {} : (known[name]?.() ?? {});
};
