import { IsIn, IsOptional } from 'class-validator';
import { contractTable } from '../../domain/contract/contract.transitions.js';
import { PageRequest } from '../page.request.dto.js';

export class ListContractsRequest extends PageRequest {
  @IsOptional()
  @IsIn(contractTable.states)
  readonly state?: string;

  /** Only contracts in which the party stands on this side. */
  @IsOptional()
  @IsIn(['client', 'freelancer'])
  readonly side?: 'client' | 'freelancer';
}
