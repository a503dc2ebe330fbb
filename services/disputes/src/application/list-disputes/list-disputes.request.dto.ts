import { PageRequest } from '@guildhall/service-kit';
import { IsIn, IsOptional } from 'class-validator';

export class ListDisputesRequest extends PageRequest {
  /** Always the own ones: said for readers. */
  @IsOptional()
  @IsIn(['true'])
  readonly mine?: 'true';
}
