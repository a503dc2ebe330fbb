import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { CODE, MoneyDto } from '../shared.dto.js';

/** Common European Framework of Reference for Languages. */
export const LANGUAGE_LEVELS = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;

class LanguageDto {
  @Matches(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/)
  readonly code!: string;

  @IsIn(LANGUAGE_LEVELS)
  readonly level!: string;
}

class AddOnDto {
  @Matches(CODE)
  readonly addOnId!: string;

  @IsInt()
  @Min(0)
  @Max(365)
  readonly deliveryDays!: number;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => MoneyDto)
  readonly prices!: MoneyDto[];
}

class PackageDto {
  @IsIn(['basic', 'standard', 'premium'])
  readonly tier!: string;

  @Matches(CODE)
  readonly unit!: string;

  @IsInt()
  @Min(1)
  @Max(100_000)
  readonly unitsIncluded!: number;

  @IsInt()
  @Min(0)
  @Max(100)
  readonly revisions!: number;

  @IsInt()
  @Min(1)
  @Max(365)
  readonly deliveryDays!: number;

  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => AddOnDto)
  readonly addOns!: AddOnDto[];

  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => MoneyDto)
  readonly prices!: MoneyDto[];
}

/** What a gig version says; the same for its first draft and for later ones. */
export class GigVersionRequest {
  @Matches(CODE)
  readonly roleId!: string;

  @Matches(CODE)
  readonly categoryId!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(120)
  readonly title!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(10_000)
  readonly description!: string;

  @IsArray()
  @ArrayMaxSize(30)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  readonly skills!: string[];

  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => LanguageDto)
  readonly languages!: LanguageDto[];

  /** Values by attribute id, as the category's schema says. */
  @IsObject()
  readonly attributes!: Record<string, string>;

  @IsDefined()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => PackageDto)
  readonly packages!: PackageDto[];
}

export class DraftGigRequest extends GigVersionRequest {
  @IsOptional()
  @IsUUID()
  readonly gigId?: string;
}
