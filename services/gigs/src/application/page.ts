import type { ReadModel } from '@guildhall/event-sourcing';
import { fail } from '../domain/gigs.errors.js';
import { PAGE } from './shared.dto.js';

/** One page of a list; `next` is the cursor of the page after it, absent on the last one. */
export type Page<T> = Readonly<{ items: readonly T[]; next?: string }>;

/** Newest first by `field`, then by `id`; `limit` and `cursor` as the request has them. */
export type PageOf = Readonly<{ field: string; id: string; limit: number | undefined; cursor: string | undefined }>;

type Place = readonly [string, string];

const placeOf = (cursor: string): Place => {
  const [value, id, more] = Buffer.from(cursor, 'base64url').toString('utf8').split('\n');
  if (value === undefined || id === undefined || more !== undefined)
    throw fail('GIGS.CURSOR_INVALID', 'Not a cursor of this list');
  return [value, id];
};

/** Reads one page behind the cursor: documents that come in front of it meanwhile neither repeat nor hide others. */
export const pageOf = async <D extends object>(model: ReadModel<D>, filter: object, page: PageOf): Promise<Page<D>> => {
  const { field, id, cursor, limit = PAGE.usual } = page;
  const place = cursor === undefined ? null : placeOf(cursor);
  const after = place && { $or: [{ [field]: { $lt: place[0] } }, { [field]: place[0], [id]: { $lt: place[1] } }] };
  const found = await model.find(after ? { $and: [filter, after] } : filter, {
    sort: { [field]: -1, [id]: -1 },
    limit: limit + 1,
  });
  const items = found.slice(0, limit).map(({ _id: _, ...document }) => document as unknown as D);
  const last = items.at(-1) as Readonly<Record<string, unknown>> | undefined;
  if (found.length <= limit || !last) return { items };
  return { items, next: Buffer.from(`${String(last[field])}\n${String(last[id])}`).toString('base64url') };
};
