import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { Clauses } from '../../domain/contract/terms.js';
import { moneyOf, MoneyRequest } from '../money.request.dto.js';

class TermsLineRequest {
  @IsIn(['deliverable', 'expense'])
  readonly kind!: 'deliverable' | 'expense';

  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyRequest)
  readonly amount!: MoneyRequest;

  /** Due at 24:00 UTC of this day after signing. */
  @IsInt()
  @Min(1)
  @Max(3650)
  readonly dueInDays!: number;

  @IsArray()
  @ArrayMaxSize(50)
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/, { each: true })
  readonly criteriaIds!: string[];
}

class AutoApprovalRequest {
  /** Null switches auto-approval off: both sign it. */
  @ValidateIf(({ days }: AutoApprovalRequest) => days !== null)
  @IsInt()
  @Min(1)
  @Max(90)
  readonly days!: number | null;
}

export class EditTermsRequest {
  @IsIn(['fixed', 'milestone'])
  readonly pricingModel!: 'fixed' | 'milestone';

  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyRequest)
  readonly price!: MoneyRequest;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => TermsLineRequest)
  readonly milestones!: TermsLineRequest[];

  @IsInt()
  @Min(0)
  @Max(100)
  readonly revisions!: number;

  @IsDefined()
  @ValidateNested()
  @Type(() => AutoApprovalRequest)
  readonly autoApproval!: AutoApprovalRequest;

  /** What is collected at signing. */
  @IsIn(['next', 'all'])
  readonly funding!: 'next' | 'all';
}

/** The request as clauses of the domain, without prototypes of the HTTP layer. */
export const clausesOf = (request: EditTermsRequest): Clauses => ({
  pricingModel: request.pricingModel,
  price: moneyOf(request.price),
  milestones: request.milestones.map(({ kind, amount, dueInDays, criteriaIds }) => ({
    kind,
    amount: moneyOf(amount),
    dueInDays,
    criteriaIds: [...criteriaIds],
  })),
  revisions: request.revisions,
  autoApproval: { days: request.autoApproval.days },
  funding: request.funding,
});
