import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsOptional, Matches, ValidateNested } from 'class-validator';
import { MoneyRequest } from '../money.request.dto.js';

export class GiveBackRequest {
  /** Gross, without the client fee. */
  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyRequest)
  readonly amount!: MoneyRequest;

  @IsIn(['held', 'released'])
  readonly source!: 'held' | 'released';

  @IsOptional()
  @Matches(/^[a-z0-9][a-z0-9_.-]{0,63}$/)
  readonly reasonCode?: string;
}
