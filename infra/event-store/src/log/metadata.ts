/** The part of a stream's metadata that decides what is visible. `maxAge` is in seconds. */
export type StreamMetadata = Readonly<{ maxCount?: number; maxAge?: number; truncateBefore?: number | 'deleted' }>;

/** `$tb` of a soft-deleted stream, 2^63-1: beyond a JS number, so it is compared as text. */
const DELETED = '9223372036854775807';
const NONE: StreamMetadata = {};
/** Metadata streams keep their last event only; their own metadata cannot be set (23.10). */
export const METADATA_OF_METADATA: StreamMetadata = { maxCount: 1 };

export const softDeleteJson = (): string => `{"$tb":${DELETED}}`;

/** Reads the metadata event's JSON. Malformed or out-of-range metadata counts as none, as on the real server. */
export function parseMetadata(json: string | null): StreamMetadata {
  if (json === null) return NONE;
  const fields = parseObject(json);
  if (!fields) return NONE;
  const [maxCount, maxAge] = [fields['$maxCount'], fields['$maxAge']];
  const before = fields['$tb'];
  const bounds = [maxCount, maxAge].every((value) => value === undefined || (isWhole(value) && value > 0));
  if (!bounds || !(before === undefined || before === 'deleted' || (isWhole(before) && before >= 0))) return NONE;
  return {
    ...(isWhole(maxCount) && { maxCount }),
    ...(isWhole(maxAge) && { maxAge }),
    ...((isWhole(before) || before === 'deleted') && { truncateBefore: before }),
  };
}

/** The same metadata with `$tb` moved: how a soft-deleted stream comes back to life at `firstRevision`. */
export function revivedJson(json: string | null, firstRevision: number): string {
  const fields = (json === null ? undefined : parseObject(json)) ?? {};
  return JSON.stringify({ ...fields, $tb: firstRevision });
}

const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value);

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json, (key, field: unknown, context?: { source?: string }) =>
      key === '$tb' && context?.source === DELETED ? 'deleted' : field,
    );
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
