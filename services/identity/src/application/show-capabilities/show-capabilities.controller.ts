import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, common, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { capabilityViews, type CapabilityView } from '../../domain/verification/requirements.js';
import { noVerification } from '../../domain/verification/verification.state.js';
import { capabilities, type CapabilitiesDocument } from '../../projections/capabilities/capabilities.projection.js';
import { restrictions, type RestrictionDocument } from '../../projections/restrictions/restrictions.projection.js';
import { isOwnParty, isReviewer, PartyDirectory } from '../party-directory.js';

type Limit = Pick<RestrictionDocument, 'restrictionId' | 'stage' | 'scope' | 'reasonCode' | 'reviewDate'>;
type CapabilitiesAnswer = Readonly<{
  partyId: string;
  status: string;
  level: CapabilitiesDocument['level'];
  capabilities: Readonly<Record<string, CapabilityView>>;
  restrictions: readonly Limit[];
}>;

@Controller('parties/:partyId/capabilities')
export class ShowCapabilitiesController {
  constructor(
    private readonly parties: PartyDirectory,
    @InjectReadModel(capabilities) private readonly verified: ReadModel<CapabilitiesDocument>,
    @InjectReadModel(restrictions) private readonly restricted: ReadModel<RestrictionDocument>,
  ) {}

  /** What can this party do, what is missing, until when and why. */
  @Get()
  @Allow('own party', 'trust_safety', 'operator')
  async show(@Param('partyId', ParseUUIDPipe) partyId: string, @Caller() caller: VerifiedCaller): Promise<CapabilitiesAnswer> {
    if (!isOwnParty(caller, partyId) && !isReviewer(caller)) throw common('COMMON.NOT_FOUND', 'No such party');
    const known = await this.verified.get(partyId);
    const state = known && known.status !== '(none)' ? known : { ...noVerification, ...(await this.parties.get(partyId)) };
    const { status, level } = state;
    const steps = await this.restricted.find({ partyId, stage: { $in: ['notice', 'limited', 'suspended'] } }, { limit: 20 });
    const limits = steps.map(({ restrictionId, stage, scope, reasonCode, reviewDate }) => ({
      restrictionId,
      stage,
      scope,
      reasonCode,
      reviewDate,
    }));
    return {
      partyId,
      status: status === '(none)' ? 'unverified' : status,
      level,
      capabilities: capabilityViews(state),
      restrictions: limits,
    };
  }
}
