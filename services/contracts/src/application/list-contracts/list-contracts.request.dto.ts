import { PageRequest } from '@guildhall/service-kit';
import { IsIn, IsOptional } from 'class-validator';
import { contractTable } from '../../domain/contract/contract.transitions.js';

export class ListContractsRequest extends PageRequest {
  @IsOptional()
  @IsIn(contractTable.states)
  readonly state?: string;

  /** Only contracts in which the party stands on this side. */
  @IsOptional()
  @IsIn(['client', 'freelancer'])
  readonly side?: 'client' | 'freelancer';
}
