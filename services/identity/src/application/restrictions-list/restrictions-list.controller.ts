import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { LADDER_STAGES, type LadderStage } from '../../domain/restriction/restriction.events.js';
import { restrictions, type RestrictionDocument } from '../../projections/restrictions/restrictions.projection.js';
import { isReviewer } from '../party-directory.js';

const PAGE = 100;
const LISTED = [...LADDER_STAGES, 'lifted'] as const;

export class RestrictionsQuery {
  @IsOptional()
  @IsIn(LISTED)
  readonly stage?: LadderStage | 'lifted';

  @IsOptional()
  @IsUUID()
  readonly partyId?: string;
}

type ForParty = Omit<RestrictionDocument, 'decidedBy' | 'suspensionProposedBy'>;
type Listed = Readonly<{ items: readonly (RestrictionDocument | ForParty)[] }>;

@Controller('restrictions')
export class RestrictionsListController {
  constructor(@InjectReadModel(restrictions) private readonly restrictions: ReadModel<RestrictionDocument>) {}

  /** The ladder by review date, the next one first; parties see their own steps. */
  @Get()
  @Allow('own party', 'trust_safety', 'operator')
  async list(@Query() { stage, partyId }: RestrictionsQuery, @Caller() caller: VerifiedCaller): Promise<Listed> {
    const ofParty = isReviewer(caller) ? partyId : caller.partyId;
    const filter = { ...(stage === undefined ? {} : { stage }), ...(ofParty === undefined ? {} : { partyId: ofParty }) };
    const found = await this.restrictions.find(filter, { sort: { reviewDate: 1 }, limit: PAGE });
    return { items: found.map(({ _id, ...restriction }) => (isReviewer(caller) ? restriction : forParty(restriction))) };
  }
}

/** A party is told what was decided and why, not which of the staff did it. */
const forParty = ({ decidedBy: _staff, suspensionProposedBy: _proposer, ...restriction }: RestrictionDocument): ForParty =>
  restriction;
