import { PageRequest } from '@guildhall/service-kit';
import { IsIn, IsOptional } from 'class-validator';

export class ListOperatorQueueRequest extends PageRequest {
  @IsOptional()
  @IsIn(['funding_failed', 'instruction_refused'])
  readonly kind?: 'funding_failed' | 'instruction_refused';
}
