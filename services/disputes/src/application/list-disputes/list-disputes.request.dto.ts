import { IsIn, IsOptional } from 'class-validator';
import { PageRequest } from '../page.request.dto.js';

export class ListDisputesRequest extends PageRequest {
  /** Always the own ones: said for readers. */
  @IsOptional()
  @IsIn(['true'])
  readonly mine?: 'true';
}
