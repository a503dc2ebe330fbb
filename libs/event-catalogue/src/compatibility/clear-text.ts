import type { FactDefinition } from '../schema/fact-definition.js';
import { CLASS_KEYWORD, leavesOf, type JsonSchema } from '../schema/json-schema.js';

/**
 * What in a fact could carry a person in clear: fields of class personal, sensitive or secret, fields without class, and
 * strings whose form is not stated, since free text could hold anything. Empty for a fact that may be told.
 */
export const clearTextProblems = ({ schema }: Pick<FactDefinition, 'schema'>): readonly string[] =>
  leavesOf(schema).flatMap(([path, leaf]) => problemOf(leaf).map((problem) => `${path}: ${problem}`));

const problemOf = (leaf: JsonSchema): readonly string[] => {
  const dataClass = leaf[CLASS_KEYWORD];
  if (!dataClass) return ['no data class'];
  if (dataClass !== 'public' && dataClass !== 'internal') return [`class ${dataClass} may not travel in clear`];
  return isFreeText(leaf) ? ['text of free form'] : [];
};

const isFreeText = ({ type, pattern, format, enum: words, properties, items, anyOf }: JsonSchema): boolean =>
  (type === 'string' && !pattern && !format && !words) ||
  [...Object.values(properties ?? {}), ...(items ? [items] : []), ...(anyOf ?? [])].some(isFreeText);
