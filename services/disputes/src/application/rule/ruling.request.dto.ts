import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { MoneyRequest } from '../money.request.dto.js';

export class RulingRequest {
  /** Made by the client of the API; default: derived from the command. */
  @IsOptional()
  @IsUUID()
  readonly rulingId?: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyRequest)
  readonly toFreelancer!: MoneyRequest;

  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyRequest)
  readonly toClient!: MoneyRequest;

  /** Share of the fault, 0 to 1. */
  @IsNumber()
  @Min(0)
  @Max(1)
  readonly faultFreelancer!: number;

  @IsNumber()
  @Min(0)
  @Max(1)
  readonly faultClient!: number;

  @IsArray()
  @ArrayMaxSize(50)
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/, { each: true })
  readonly ruleIds!: string[];

  /** Ids of the events that count. */
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID('all', { each: true })
  readonly factIds!: string[];

  /** How the amount was found, in words or figures. */
  @IsString()
  @MaxLength(2000)
  readonly formula!: string;

  @IsString()
  @MaxLength(8000)
  readonly reasons!: string;
}
