import type { ReadModel } from '@guildhall/event-sourcing';
import { InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { fail } from '../domain/contracts.errors.js';
import { contractsProjection, type ContractDocument } from '../projections/contracts/contracts.projection.js';

/** One contract for those who may see it: its parties, operators, and mediators once a dispute lay over it. */
@Injectable()
export class ContractReader {
  constructor(@InjectReadModel(contractsProjection) private readonly model: ReadModel<ContractDocument>) {}

  async read(contractId: string, { partyId, roles }: VerifiedCaller): Promise<ContractDocument> {
    const document = await this.model.get(contractId);
    const mediating = document !== null && roles.includes('mediator') && document.disputeIds.length > 0;
    if (!document || !(document.parties.includes(partyId) || roles.includes('operator') || mediating)) {
      throw fail('CONTRACTS.NOT_A_PARTY', 'No such contract');
    }
    return document;
  }
}
