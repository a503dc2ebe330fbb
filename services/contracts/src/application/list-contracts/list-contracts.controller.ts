import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, InjectReadModel, readPage, type Page, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { contractsProjection, type ContractDocument } from '../../projections/contracts/contracts.projection.js';
import { summaryOf, type ContractSummary } from '../contract-summary.js';
import { ListContractsRequest } from './list-contracts.request.dto.js';

@Controller()
export class ListContractsController {
  constructor(@InjectReadModel(contractsProjection) private readonly model: ReadModel<ContractDocument>) {}

  /** Contracts of the party acted for, on both sides unless one is named, newest first. */
  @Get()
  @Allow('signed-in')
  list(@Query() request: ListContractsRequest, @Caller() { partyId }: VerifiedCaller): Promise<Page<ContractSummary>> {
    const { state, side } = request;
    const filter = { ...mine(partyId, side), ...(state === undefined ? {} : { 'contract.status': state }) };
    return readPage(this.model, { filter, order: 'falling', request, itemsOf: ({ contract }) => [summaryOf(contract)] });
  }
}

const mine = (partyId: string, side: 'client' | 'freelancer' | undefined): object => {
  switch (side) {
    case 'client':
      return { 'contract.clientPartyId': partyId };
    case 'freelancer':
      return { 'contract.freelancerPartyId': partyId };
    case undefined:
      return { parties: partyId };
  }
};
