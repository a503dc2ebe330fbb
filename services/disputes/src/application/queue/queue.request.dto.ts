import { PageRequest } from '@guildhall/service-kit';
import { IsIn, IsOptional } from 'class-validator';

export const SENIOR_REASONS = ['long_stop', 'no_proposal', 'execution_blocked', 'nobody_assigned'] as const;

export class QueueRequest extends PageRequest {
  /** Operators: only what lies in the senior queue for this reason. */
  @IsOptional()
  @IsIn(SENIOR_REASONS)
  readonly senior?: (typeof SENIOR_REASONS)[number];
}
