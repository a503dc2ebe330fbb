// Type() reads decorator metadata while the class is defined.
import 'reflect-metadata';
import type { ReadModel } from '@guildhall/event-sourcing';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

const DEFAULT_LIMIT = 20;

/** The query of a list: `limit` 1 to 100, default 20; `cursor` is the `next` of the page before, opaque for clients. */
export class PageRequest {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  readonly limit?: number;

  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,200}$/)
  readonly cursor?: string;
}

/** The answer of a list; `next` is the cursor of the page after it, absent on the last one. */
export type Page<T> = Readonly<{ items: readonly T[]; next?: string }>;

/** `filter` is a MongoDB filter without `sortKey`; `itemsOf` says which items a document gives: mostly one. */
export type PageRead<D, T> = Readonly<{
  filter: object;
  order: 'rising' | 'falling';
  request: PageRequest;
  itemsOf: (document: D & Readonly<{ _id: string }>) => readonly T[];
}>;

/**
 * Reads one page of documents in the order of their `sortKey`, which must be unique: documents that come in meanwhile neither repeat
 * nor hide others. The limit counts documents. A cursor is base64url of the last sort key; opaque, because its form may change.
 */
export const readPage = async <D extends Readonly<{ sortKey: string }>, T>(
  model: ReadModel<D>,
  { filter, order, request: { limit = DEFAULT_LIMIT, cursor }, itemsOf }: PageRead<D, T>,
): Promise<Page<T>> => {
  const [beyond, direction] = order === 'rising' ? (['$gt', 1] as const) : (['$lt', -1] as const);
  const after = cursor === undefined ? {} : { sortKey: { [beyond]: Buffer.from(cursor, 'base64url').toString() } };
  const found = await model.find({ ...filter, ...after }, { sort: { sortKey: direction }, limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  const items = page.flatMap((document) => itemsOf(document));
  return { items, ...(last ? { next: Buffer.from(last.sortKey).toString('base64url') } : {}) };
};
