import type { Fact } from '@guildhall/kernel';
import { definitions } from './definitions.js';
import type { DataOf, FactDefinition } from './schema/fact-definition.js';

type Definition = (typeof definitions)[number];

/** Wire types of all facts. */
export type FactType = Definition['type'];

/** Fact by wire type: `FactByType['guildhall.contracts.milestone-approved.v1']`. */
export type FactByType = { readonly [D in Definition as D['type']]: Fact<D['type'], DataOf<D>> };

/** Any fact of the catalogue; a `switch` over `type` narrows `data`. */
export type AnyFact = FactByType[FactType];

/** Wire types by name, e.g. `FACT.MilestoneApproved`; typed so that `@OnFact(FACT.MilestoneApproved, …)` keeps the literal. */
export const FACT = Object.fromEntries(definitions.map(({ name, type }) => [name, type])) as {
  readonly [D in Definition as D['name']]: D['type'];
};

/** Every fact version, by owner. Source: issue list "Facts in scope"; a spec compares both. */
export const catalogue: readonly FactDefinition[] = definitions;

const byType = new Map<string, FactDefinition>(catalogue.map((definition) => [definition.type, definition]));

/** A type that the catalogue does not hold: told by a newer service, or not a fact. `code`: `CATALOGUE.FACT_UNKNOWN`. */
export class UnknownFactType extends Error {
  readonly code = 'CATALOGUE.FACT_UNKNOWN';
  constructor(readonly type: string) {
    super(`The catalogue holds no fact ${type}`);
    this.name = 'UnknownFactType';
  }
}

/** True when the catalogue holds this wire type. */
export const isFactType = (type: string): type is FactType => byType.has(type);

/** Definition of a wire type. Throws `UnknownFactType`. */
export const factDefinition = (type: string): FactDefinition => {
  const definition = byType.get(type);
  if (!definition) throw new UnknownFactType(type);
  return definition;
};

/** Record key of a fact: the key field's value, or the constant. Throws `UnknownFactType`; a missing key is a plain error. */
export const factKey = (type: string, data: object): string => {
  const { key } = factDefinition(type);
  if (typeof key !== 'string') return key.const;
  const value: unknown = new Map<string, unknown>(Object.entries(data)).get(key);
  if (typeof value !== 'string' || value === '') throw new Error(`${type} has no value in its key field ${key}`);
  return value;
};
