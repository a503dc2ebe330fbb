import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import { CODE } from '../shared.dto.js';

/** What of a gig version is wanted. */
export class ChoiceDto {
  @IsInt()
  @Min(1)
  readonly gigVersion!: number;

  @Matches(CODE)
  readonly tier!: string;

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

  @IsString()
  @MaxLength(16)
  readonly currency!: string;
}

export class OrderPackageRequest extends ChoiceDto {
  @IsOptional()
  @IsUUID()
  readonly orderId?: string;

  /** A quote that was asked for before; one is bound where this is absent. */
  @IsOptional()
  @IsUUID()
  readonly quoteId?: string;
}
