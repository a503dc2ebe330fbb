import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { MoneyDto, TOKEN } from '../shared.dto.js';

class MilestoneDto {
  @IsIn(['deliverable', 'expense'])
  readonly kind!: 'deliverable' | 'expense';

  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyDto)
  readonly amount!: MoneyDto;

  @IsInt()
  @Min(1)
  @Max(3650)
  readonly dueInDays!: number;

  @IsArray()
  @ArrayMaxSize(50)
  @Matches(TOKEN, { each: true })
  readonly criteriaIds!: string[];
}

class AutoApprovalDto {
  /** Null switches it off, which both must sign. */
  @ValidateIf(({ days }: AutoApprovalDto) => days !== null)
  @IsInt()
  @Min(1)
  @Max(90)
  readonly days!: number | null;
}

class TermsDto {
  @IsIn(['fixed', 'milestone'])
  readonly pricingModel!: 'fixed' | 'milestone';

  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyDto)
  readonly price!: MoneyDto;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => MilestoneDto)
  readonly milestones!: MilestoneDto[];

  @IsInt()
  @Min(0)
  @Max(100)
  readonly revisions!: number;

  @IsDefined()
  @ValidateNested()
  @Type(() => AutoApprovalDto)
  readonly autoApproval!: AutoApprovalDto;
}

export class PlaceProposalRequest {
  @IsOptional()
  @IsUUID()
  readonly proposalId?: string;

  /** A quote that was asked for before; one is bound where this is absent. */
  @IsOptional()
  @IsUUID()
  readonly quoteId?: string;

  @IsString()
  @MaxLength(5_000)
  readonly coverNote!: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => TermsDto)
  readonly terms!: TermsDto;
}

export class AcceptAwardRequest {
  /** The renewed quote, where the proposal's own had expired. */
  @IsOptional()
  @IsUUID()
  readonly quoteId?: string;
}
