import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

/** A page of a list: `cursor` is the `next` of the page before. */
export class PageRequest {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  readonly limit?: number;

  @IsOptional()
  @Matches(/^[0-9]{20}$/)
  readonly cursor?: string;
}

export const DEFAULT_PAGE = 50;
