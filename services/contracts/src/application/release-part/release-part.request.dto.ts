import { Type } from 'class-transformer';
import { IsDefined, ValidateNested } from 'class-validator';
import { MoneyRequest } from '../money.request.dto.js';

export class ReleasePartRequest {
  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyRequest)
  readonly amount!: MoneyRequest;
}
