import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { CODE, HASH, TOKEN } from '../shared.dto.js';

class KpiDto {
  @Matches(CODE)
  readonly metric!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  readonly target!: string;
}

class CriterionDto {
  @Matches(TOKEN)
  readonly criteriaId!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  readonly text!: string;
}

class AttachmentDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  readonly name!: string;

  @Matches(HASH)
  readonly hash!: string;
}

/** Minor units of the brief's currency; their form is judged by the domain. */
class BudgetDto {
  @IsDefined()
  readonly low!: string;

  @IsDefined()
  readonly high!: string;
}

export class DraftBriefRequest {
  @IsOptional()
  @IsUUID()
  readonly briefId?: string;

  @Matches(CODE)
  readonly roleId!: string;

  @Matches(CODE)
  readonly categoryId!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(120)
  readonly title!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(10_000)
  readonly description!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(2_000)
  readonly outcome!: string;

  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => KpiDto)
  readonly kpis!: KpiDto[];

  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => CriterionDto)
  readonly criteria!: CriterionDto[];

  @IsIn(['fixed', 'milestone'])
  readonly pricingModel!: 'fixed' | 'milestone';

  @ValidateNested()
  @IsDefined()
  @Type(() => BudgetDto)
  readonly budget!: BudgetDto;

  @IsString()
  @MaxLength(16)
  readonly currency!: string;

  @IsInt()
  @Min(1)
  @Max(50)
  readonly hires!: number;

  @IsIn(['public'])
  readonly confidentiality!: 'public';

  @IsArray()
  @ArrayMaxSize(30)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  readonly skills!: string[];

  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => AttachmentDto)
  readonly attachments!: AttachmentDto[];
}
