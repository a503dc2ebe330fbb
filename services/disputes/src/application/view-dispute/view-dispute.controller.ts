import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { fail } from '../../domain/disputes.errors.js';
import { contractBundles, type BundleDocument } from '../../projections/contract-bundles/contract-bundles.projection.js';
import { disputeCases, type CaseDocument } from '../../projections/dispute-cases/dispute-cases.projection.js';
import { caseView, type CaseView } from './case-view.js';

@Controller(':disputeId')
export class ViewDisputeController {
  constructor(
    @InjectReadModel(disputeCases) private readonly cases: ReadModel<CaseDocument>,
    @InjectReadModel(contractBundles) private readonly bundles: ReadModel<BundleDocument>,
  ) {}

  /** The case for both parties, who works on it, and operators: what happens next, when, and what if nobody does anything. */
  @Get()
  @Allow('own party', 'counterparty', 'mediator', 'operator')
  @Errors('DISPUTES.NOT_A_PARTY')
  async view(@Param('disputeId', ParseUUIDPipe) disputeId: string, @Caller() caller: VerifiedCaller): Promise<CaseView> {
    const document = await this.cases.get(disputeId);
    if (!document || !maySee(document, caller)) throw fail('DISPUTES.NOT_A_PARTY', 'No such dispute');
    const bundle = await this.bundles.get(document.case.opened?.contractId ?? '');
    return caseView(document.case, bundle?.entries ?? [], caller);
  }
}

const maySee = ({ parties, handlers }: CaseDocument, { partyId, accountId, roles }: VerifiedCaller): boolean =>
  parties.includes(partyId) || handlers.includes(accountId) || roles.includes('operator');
