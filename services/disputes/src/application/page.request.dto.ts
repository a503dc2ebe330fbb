import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

/** A page of a list; `cursor` is the `next` of the page before, opaque for clients. */
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

export const DEFAULT_PAGE = 20;

/** A cursor names the sort key of the last item; opaque, because its form may change. */
export const cursorOf = (sortKey: string): string => Buffer.from(sortKey).toString('base64url');
export const sortKeyOf = (cursor: string): string => Buffer.from(cursor, 'base64url').toString();
