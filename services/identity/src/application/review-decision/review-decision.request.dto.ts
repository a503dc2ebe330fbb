import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, Matches, ValidateNested } from 'class-validator';
import { ITEMS, LEVELS, type Item, type Level } from '../../domain/verification/verification.types.js';

const CODE = /^[a-z0-9][a-z0-9_.-]{0,63}$/;

export class ItemErrorRequest {
  @IsIn(ITEMS)
  readonly item!: Item;

  @Matches(CODE)
  readonly code!: string;
}

export class ReviewDecisionRequest {
  @IsIn(['pass', 'needs_more', 'reject'])
  readonly decision!: 'pass' | 'needs_more' | 'reject';

  /** A word of the reviewers; `fraud…` and `terms_of_service…` say so in the reason that the party is given. */
  @Matches(CODE)
  readonly reasonCode!: string;

  /** What is wrong with which item; needed for `needs_more`. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(ITEMS.length)
  @ValidateNested({ each: true })
  @Type(() => ItemErrorRequest)
  readonly errors?: ItemErrorRequest[];

  @IsOptional()
  @IsIn(LEVELS)
  readonly level?: Level;
}
