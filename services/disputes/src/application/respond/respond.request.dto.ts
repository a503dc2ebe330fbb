import { Type } from 'class-transformer';
import { IsNotEmpty, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { MoneyRequest } from '../money.request.dto.js';

export class RespondRequest {
  @IsString()
  @IsNotEmpty()
  @MaxLength(4000)
  readonly statement!: string;

  /** The share of the freelancer that the respondent asks for instead. */
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyRequest)
  readonly toFreelancer?: MoneyRequest;
}
