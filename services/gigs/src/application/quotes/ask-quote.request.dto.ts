import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { CODE, MoneyDto } from '../shared.dto.js';

const ofGig = ({ gigId }: AskQuoteRequest): boolean => gigId !== undefined;
const ofAmount = ({ gigId }: AskQuoteRequest): boolean => gigId === undefined;

/** Either a package of a gig (`gigId`, `gigVersion`, `tier`, `currency`) or an amount between two parties. */
export class AskQuoteRequest {
  @IsOptional()
  @IsUUID()
  readonly quoteId?: string;

  @ValidateIf(ofGig)
  @IsUUID()
  readonly gigId?: string;

  @ValidateIf(ofGig)
  @IsInt()
  @Min(1)
  readonly gigVersion?: number;

  @ValidateIf(ofGig)
  @Matches(CODE)
  readonly tier?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(CODE, { each: true })
  readonly addOns?: string[];

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000)
  readonly units?: number;

  @ValidateIf(ofGig)
  @IsString()
  @MaxLength(16)
  readonly currency?: string;

  @ValidateIf(ofAmount)
  @IsUUID()
  readonly freelancerPartyId?: string;

  @ValidateIf(ofAmount)
  @IsUUID()
  readonly clientPartyId?: string;

  @ValidateIf(ofAmount)
  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyDto)
  readonly amount?: MoneyDto;

  @IsOptional()
  @IsIn(['deliverable', 'expense'])
  readonly kind?: 'deliverable' | 'expense';
}
