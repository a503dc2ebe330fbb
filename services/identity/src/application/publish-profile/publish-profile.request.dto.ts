import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsString,
  IsTimeZone,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { CEFR_LEVELS, WORK_MODES, type CefrLevel, type WorkMode } from '../../domain/account/account.events.js';

export class SpokenLanguage {
  /** BCP 47, e.g. `de`. */
  @Matches(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/)
  readonly code!: string;

  @IsIn(CEFR_LEVELS)
  readonly level!: CefrLevel;
}

export class PublishProfileRequest {
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  readonly displayName!: string;

  @IsString()
  @MaxLength(5000)
  readonly about!: string;

  /** Ids of skills, e.g. `marketplace-seo`. */
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @Matches(/^[a-z0-9][a-z0-9_.-]{0,63}$/, { each: true })
  readonly skills!: string[];

  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => SpokenLanguage)
  readonly languages!: SpokenLanguage[];

  @IsTimeZone()
  @MaxLength(64)
  readonly timeZone!: string;

  @IsArray()
  @ArrayUnique()
  @IsIn(WORK_MODES, { each: true })
  readonly workModes!: WorkMode[];

  /** ISO 3166-1 alpha-2. */
  @Matches(/^[A-Z]{2}$/)
  readonly country!: string;
}
