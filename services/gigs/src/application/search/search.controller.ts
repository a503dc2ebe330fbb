import { Allow, common, Errors } from '@guildhall/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsIn, IsNumber, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { CODE, PageQuery } from '../shared.dto.js';
import { SearchGigsQuery, type SearchAnswer } from './search-gigs.query.js';

class SearchQuery extends PageQuery {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  readonly q?: string;

  @IsOptional()
  @Matches(CODE)
  readonly roleId?: string;

  @IsOptional()
  @Matches(CODE)
  readonly categoryId?: string;

  @IsOptional()
  @Matches(CODE)
  readonly skill?: string;

  /** Language tag, with the least level behind a colon: `de` or `de:C1`. */
  @IsOptional()
  @Matches(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*(:[ABC][12])?$/)
  readonly language?: string;

  /** Minor units of `currency`. */
  @IsOptional()
  @Matches(/^(0|[1-9][0-9]{0,17})$/)
  readonly maxPrice?: string;

  /** Shows only gigs that have a price in it. */
  @IsOptional()
  @Matches(/^[A-Z]{3}$/)
  readonly currency?: string;

  @IsOptional()
  @IsIn(['true', 'false'])
  readonly verified?: 'true' | 'false';

  @IsOptional()
  @Type(() => Number)
  @IsNumber()
  @Min(0)
  @Max(100)
  readonly minScore?: number;
}

@Controller('search')
export class SearchController {
  constructor(private readonly query: SearchGigsQuery) {}

  /** Gigs on sale by text and filters, best first; typing errors are forgiven. */
  @Get()
  @Allow('public')
  @Errors('GIGS.CURSOR_INVALID')
  search(@Query() { limit, cursor, language, verified, ...asked }: SearchQuery): Promise<SearchAnswer> {
    if (asked.maxPrice !== undefined && asked.currency === undefined) {
      const errors = [{ pointer: '/currency', detail: 'maxPrice needs its currency' }];
      throw common('COMMON.VALIDATION', 'A price without currency says nothing', { errors });
    }
    const [code, level] = language?.split(':') ?? [];
    const wanted = {
      ...asked,
      ...(code !== undefined && { language: { code, level } }),
      ...(verified === 'true' && { verified: 'yes' as const }),
    };
    return this.query.execute(wanted, { limit, cursor });
  }
}
