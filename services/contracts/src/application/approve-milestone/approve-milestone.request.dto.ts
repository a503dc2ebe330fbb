import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Min, ValidateNested } from 'class-validator';
import { MoneyRequest } from '../money.request.dto.js';

export class ApproveMilestoneRequest {
  @IsInt()
  @Min(1)
  readonly deliverableVersion!: number;

  @Matches(/^sha256:[0-9a-f]{64}$/)
  readonly contentHash!: string;

  /** Default: all that is held. Less: the rest is refunded in the same append. */
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyRequest)
  readonly amount?: MoneyRequest;
}
