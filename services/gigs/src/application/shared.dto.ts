import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

/** Stable lower-case word, as facts carry it. */
export const CODE = /^[a-z0-9][a-z0-9_.-]{0,63}$/;
/** Technical id, as terms carry it. */
export const TOKEN = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/;
export const HASH = /^sha256:[0-9a-f]{64}$/;
/** Largest page of a list, and the usual one. */
export const PAGE = { max: 100, usual: 20 } as const;

/** The form of an amount is judged by the domain, which has its own code for it: GIGS.AMOUNT_DIGITS. */
export class MoneyDto {
  @IsDefined()
  @ApiProperty({ type: String, example: '60000', description: 'Integer string of minor units' })
  readonly amount!: string;

  @IsString()
  @MaxLength(16)
  readonly currency!: string;
}

export class ReasonRequest {
  @IsOptional()
  @Matches(CODE)
  readonly reasonCode?: string;
}

export class PageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(PAGE.max)
  readonly limit?: number;

  /** Opaque: where the page before ended. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly cursor?: string;
}
