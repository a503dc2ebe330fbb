import { IsIn, IsOptional } from 'class-validator';
import { PageRequest } from '../page.request.dto.js';

export class ListOperatorQueueRequest extends PageRequest {
  @IsOptional()
  @IsIn(['funding_failed', 'instruction_refused'])
  readonly kind?: 'funding_failed' | 'instruction_refused';
}
