import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, common, Errors, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { fail } from '../../domain/reputation.errors.js';
import { sideOf } from '../../domain/reviews/reviews.decider.js';
import type { Side } from '../../domain/score/evidence.js';
import { contractReviews, type ContractReviewsDocument } from '../../projections/contract-reviews/contract-reviews.projection.js';

type Mine = Readonly<{ state: 'none' | 'sealed' | 'revealed'; privateNote?: string }>;
type PublicReview = Omit<ContractReviewsDocument['reviews'][number], 'privateNote'>;
type View = Readonly<Pick<ContractReviewsDocument, 'state' | 'closesAt'>> &
  Readonly<{ contractId: string; mine: Mine; reviews: readonly PublicReview[] }>;

const STAFF = ['operator', 'trust_safety', 'mediator'];

@Controller('contracts/:contractId/reviews')
export class ViewReviewsController {
  constructor(@InjectReadModel(contractReviews) private readonly model: ReadModel<ContractReviewsDocument>) {}

  /** Both reviews once they are revealed; before, the parties see how far it is and nothing of what is under seal. */
  @Get()
  @Allow('signed-in')
  @Errors('REPUTATION.SEALED')
  async view(@Param('contractId', ParseUUIDPipe) contractId: string, @Caller() caller: VerifiedCaller): Promise<View> {
    const document = await this.model.get(contractId);
    const side = document && sideOf(document, caller.partyId);
    if (!document || (side === null && document.state !== 'revealed')) throw refusal(document, caller);
    const { state, closesAt, reviews } = document;
    return {
      contractId,
      state,
      ...(closesAt === undefined ? {} : { closesAt }),
      mine: mineOf(document, side),
      reviews: (state === 'revealed' ? reviews : []).map(({ privateNote: _, ...review }) => review),
    };
  }
}

/** Staff are told that there is nothing to see; for others the contract does not exist. */
const refusal = (document: ContractReviewsDocument | null, { roles }: VerifiedCaller) =>
  document && roles.some((role) => STAFF.includes(role))
    ? fail('REPUTATION.SEALED', 'Nobody reads a review before its reveal')
    : common('COMMON.NOT_FOUND', 'No such contract');

const mineOf = ({ state, reviews, sealed }: ContractReviewsDocument, side: Side | null): Mine => {
  if (side === null) return { state: 'none' };
  const published = state === 'revealed' ? reviews.find((review) => review.side === side) : undefined;
  if (!published) return { state: sealed.includes(side) ? 'sealed' : 'none' };
  const { privateNote } = published;
  return { state: 'revealed', ...(privateNote === '' ? {} : { privateNote }) };
};
