import { Type } from 'class-transformer';
import { IsDefined, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength, ValidateNested } from 'class-validator';
import { MoneyRequest } from '../money.request.dto.js';

export class OpenDisputeRequest {
  /** Made by the client of the API; default: derived from the command. */
  @IsOptional()
  @IsUUID()
  readonly disputeId?: string;

  @IsUUID()
  readonly contractId!: string;

  @IsUUID()
  readonly milestoneId!: string;

  /** The claim: of what is held, and what was released in the last 30 days. */
  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyRequest)
  readonly amount!: MoneyRequest;

  /** A word of the product, e.g. `not_as_agreed`. */
  @Matches(/^[a-z0-9][a-z0-9_.-]{0,63}$/)
  readonly grounds!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(4000)
  readonly statement!: string;
}
