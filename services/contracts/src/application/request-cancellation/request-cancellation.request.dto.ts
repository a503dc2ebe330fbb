import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsDefined, IsOptional, IsString, IsUUID, MaxLength, ValidateNested } from 'class-validator';
import { MoneyRequest } from '../money.request.dto.js';

class SplitRequest {
  @IsUUID()
  readonly milestoneId!: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyRequest)
  readonly toFreelancer!: MoneyRequest;

  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyRequest)
  readonly toClient!: MoneyRequest;
}

export class RequestCancellationRequest {
  /** Made by the client of the API; default: derived from the command. */
  @IsOptional()
  @IsUUID()
  readonly requestId?: string;

  /** One for each milestone that holds unapproved money, over all of it. */
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => SplitRequest)
  readonly splits!: SplitRequest[];

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  readonly note?: string;
}
