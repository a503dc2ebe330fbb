import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { contractsProjection, type ContractDocument } from '../../projections/contracts/contracts.projection.js';
import { summaryOf, type ContractSummary } from '../contract-summary.js';
import { cursorOf, DEFAULT_PAGE, sortKeyOf } from '../page.request.dto.js';
import { ListContractsRequest } from './list-contracts.request.dto.js';

@Controller()
export class ListContractsController {
  constructor(@InjectReadModel(contractsProjection) private readonly model: ReadModel<ContractDocument>) {}

  /** Contracts of the party acted for, on both sides unless one is named, newest first. */
  @Get()
  @Allow('signed-in')
  async list(
    @Query() { state, side, limit = DEFAULT_PAGE, cursor }: ListContractsRequest,
    @Caller() { partyId }: VerifiedCaller,
  ): Promise<Readonly<{ items: readonly ContractSummary[]; next?: string }>> {
    const filter = {
      ...mine(partyId, side),
      ...(state === undefined ? {} : { 'contract.status': state }),
      ...(cursor === undefined ? {} : { sortKey: { $lt: sortKeyOf(cursor) } }),
    };
    const found = await this.model.find(filter, { sort: { sortKey: -1 }, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { items: page.map(({ contract }) => summaryOf(contract)), ...(last ? { next: cursorOf(last.sortKey) } : {}) };
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
