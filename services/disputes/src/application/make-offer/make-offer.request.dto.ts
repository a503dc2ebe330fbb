import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { MoneyRequest } from '../money.request.dto.js';

export class MakeOfferRequest {
  /** Made by the client of the API; default: derived from the command. */
  @IsOptional()
  @IsUUID()
  readonly offerId?: string;

  /** `sealed`: nobody sees the number; it counts only where both sides' offers cross. */
  @IsIn(['open', 'sealed'])
  readonly kind!: 'open' | 'sealed';

  /** The share of the freelancer: what the client would give at most, or the freelancer take at least. */
  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyRequest)
  readonly toFreelancer!: MoneyRequest;
}
