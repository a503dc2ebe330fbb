import { asBuffer, textOf } from './bytes.js';
import { parseObject, type JsonObject } from './json.js';

/** Metadata property that carries the correlation id. */
const PROPERTY = '$correlationId';

export type Correlated = Readonly<{ correlationId: string; metadata: JsonObject }>;

/** Correlation id and parsed metadata of an event; undefined where the metadata are no JSON object or carry no plain id. */
export function correlationOf(metadata: Uint8Array): Correlated | undefined {
  // Most events carry none: looking for the name is far cheaper than parsing.
  if (metadata.length < PROPERTY.length || !asBuffer(metadata).includes(PROPERTY)) return undefined;
  const fields = parseObject(textOf(metadata));
  const value = fields?.[PROPERTY];
  if (!fields || !(typeof value === 'string' || typeof value === 'number') || value === '') return undefined;
  return { correlationId: String(value), metadata: fields };
}
