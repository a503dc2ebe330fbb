import { IsUUID } from 'class-validator';

export class RetryFundingRequest {
  @IsUUID()
  readonly instrumentId!: string;
}
