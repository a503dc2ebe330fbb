import { Allow, Caller, Errors, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ContractReader } from '../contract-reader.js';
import { contractView, type ContractView } from './contract-view.js';

@Controller(':contractId')
export class ViewContractController {
  constructor(private readonly contracts: ContractReader) {}

  /** Terms, milestones with their versions and money, overlays, and what the viewer may do now. */
  @Get()
  @Allow('own party', 'counterparty', 'operator', 'mediator')
  @Errors('CONTRACTS.NOT_A_PARTY')
  async view(@Param('contractId', ParseUUIDPipe) contractId: string, @Caller() caller: VerifiedCaller): Promise<ContractView> {
    return contractView(await this.contracts.read(contractId, caller), caller.partyId);
  }
}
