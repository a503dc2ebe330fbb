import { isBefore, type Instant } from '@guildhall/kernel';
import { Allow, Caller, common, Errors, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import type { Terms } from '../../domain/contract/terms.js';
import type { ContractDocument, TermsVersion } from '../../projections/contracts/contracts.projection.js';
import { ContractReader } from '../contract-reader.js';
import { ViewTermsRequest } from './view-terms.request.dto.js';

export type TermsView = Readonly<{
  termsVersion: number;
  termsHash: string;
  state: 'draft' | 'offered' | 'signed';
  terms: Terms;
}>;

@Controller(':contractId/terms')
export class ViewTermsController {
  constructor(private readonly contracts: ContractReader) {}

  /** The terms in force at an instant, or one version of them; with the hash that was, or is to be, signed. */
  @Get()
  @Allow('own party', 'counterparty', 'operator', 'mediator')
  @Errors('CONTRACTS.NOT_A_PARTY')
  async view(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Query() { at, version }: ViewTermsRequest,
    @Caller() caller: VerifiedCaller,
  ): Promise<TermsView> {
    const document = await this.contracts.read(contractId, caller);
    const inForce = document.versions.filter(
      (known) => (version === undefined || known.termsVersion === version) && (at === undefined || !isBefore(at, known.at)),
    );
    const found = inForce.at(-1);
    if (!found) throw common('COMMON.NOT_FOUND', 'No terms were in force then');
    const { termsVersion, termsHash, terms } = found;
    return { termsVersion, termsHash, state: stateOf(document, found, at), terms };
  }
}

/** Editing ends with the offer, so what was offered or signed is the last version. */
const stateOf = (
  { versions, offeredAt, signedAt }: ContractDocument,
  found: TermsVersion,
  at: Instant | undefined,
): TermsView['state'] => {
  const reached = (instant: Instant | null): boolean => instant !== null && (at === undefined || !isBefore(at, instant));
  if (found !== versions.at(-1)) return 'draft';
  if (reached(signedAt)) return 'signed';
  return reached(offeredAt) ? 'offered' : 'draft';
};
