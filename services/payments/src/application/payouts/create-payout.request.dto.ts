import { Type } from 'class-transformer';
import { IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { MoneyRequest } from '../money.request.dto.js';

export class CreatePayoutRequest {
  /** Made by the client, so that a repeated create is the same create; else it is derived. */
  @IsOptional()
  @IsUUID()
  readonly payoutId?: string;

  @ValidateNested()
  @Type(() => MoneyRequest)
  readonly amount!: MoneyRequest;
}
