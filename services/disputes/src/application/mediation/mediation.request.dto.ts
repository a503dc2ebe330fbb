import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { MoneyRequest } from '../money.request.dto.js';

export class MediationProposalRequest {
  /** Made by the client of the API; default: derived from the command. */
  @IsOptional()
  @IsUUID()
  readonly proposalId?: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyRequest)
  readonly toFreelancer!: MoneyRequest;

  @IsString()
  @MaxLength(4000)
  readonly reasons!: string;

  @IsArray()
  @ArrayMaxSize(50)
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/, { each: true })
  readonly ruleIds!: string[];
}

export class MediationAnswerRequest {
  @IsIn(['accept', 'reject'])
  readonly answer!: 'accept' | 'reject';
}
