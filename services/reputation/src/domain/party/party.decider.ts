import { earlier, type Command, type Decider, type EventData, type Instant } from '@guildhall/kernel';
import policy from '../policies/score-v1.json' with { type: 'json' };
import { outcomeOf, type Credibility } from '../score/evidence.js';
import { biasCorrection } from '../score/weights.js';
import type { GivenRating, PartyEvent } from './party.events.js';

type Of<Data> = { partyId: string; told: Data };
/** What processes note of a party; nothing of it is ever refused. */
export type PartyCommand =
  | Command<'NotePayerValidation', Of<EventData<PartyEvent, 'PayerValidationSeen'>>>
  | Command<'NoteRestriction', Of<EventData<PartyEvent, 'RestrictionBegan'>>>
  | Command<'NoteRestrictionLifted', Of<EventData<PartyEvent, 'RestrictionEnded'>>>
  | Command<'NoteAccountClosed', Of<EventData<PartyEvent, 'AccountClosureSeen'>>>
  | Command<'NoteBrief', Of<EventData<PartyEvent, 'BriefSeen'>>>
  | Command<'NoteBriefClosed', Of<EventData<PartyEvent, 'BriefClosureSeen'>>>
  | Command<'NoteRating', Of<GivenRating>>;

type Given = Readonly<{ rating: GivenRating; credibility: Credibility; weighing: number }>;
/** `restrictions`: the latest revision heard of each. `given`: reviews that the party wrote, by id. */
export type PartyState = Readonly<{
  validatedAt: Instant | null;
  account: 'open' | 'closed';
  restrictions: Readonly<Record<string, bigint>>;
  briefs: readonly string[];
  closedBriefs: readonly string[];
  given: Readonly<Record<string, Given>>;
}>;

const nobody: PartyState = { validatedAt: null, account: 'open', restrictions: {}, briefs: [], closedBriefs: [], given: {} };

/** A client's word counts in full once money of theirs was seen to be good; a freelancer's, because it was paid for. */
const trustIn = ({ side }: GivenRating, { validatedAt }: PartyState): Pick<Credibility, 'trust' | 'since'> => {
  if (side === 'client') return { trust: policy.trust.payee };
  return validatedAt === null ? { trust: policy.trust.otherPayer } : { trust: policy.trust.validatedPayer, since: validatedAt };
};

const inOrder = (a: GivenRating, b: GivenRating): number => {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.reviewId < b.reviewId ? -1 : Number(a.reviewId > b.reviewId);
};

/**
 * Every review of the party whose credibility differs from what was said last. The habit of a rater is judged by the reviews up to the
 * one in question, so that a later review changes no earlier score, and reviews that come out of order come to the same.
 */
const weighings = (state: PartyState, ratings: readonly GivenRating[]): readonly PartyEvent[] => {
  let sum = 0;
  return [...ratings].sort(inOrder).flatMap((rating, index): readonly PartyEvent[] => {
    sum += outcomeOf(rating);
    const { trust, since } = trustIn(rating, state);
    const credibility = { trust, bias: biasCorrection(sum, index + 1), ...(since === undefined ? {} : { since }) };
    const known = state.given[rating.reviewId];
    if (known && JSON.stringify(known.credibility) === JSON.stringify(credibility)) return [];
    return [{ type: 'RatingWeighed', data: { rating, credibility, weighing: (known?.weighing ?? 0) + 1 } }];
  });
};

const ratingsOf = ({ given }: PartyState): readonly GivenRating[] => Object.values(given).map(({ rating }) => rating);

const isOld = (
  state: PartyState,
  { restrictionId, sourceRevision }: { restrictionId: string; sourceRevision: string },
): boolean => BigInt(sourceRevision) <= (state.restrictions[restrictionId] ?? -1n);

const evolve = (state: PartyState, { type, data }: PartyEvent): PartyState => {
  switch (type) {
    case 'PayerValidationSeen': {
      const { validatedAt } = data;
      return { ...state, validatedAt: state.validatedAt === null ? validatedAt : earlier(state.validatedAt, validatedAt) };
    }
    case 'RestrictionBegan':
    case 'RestrictionEnded':
      return { ...state, restrictions: { ...state.restrictions, [data.restrictionId]: BigInt(data.sourceRevision) } };
    case 'AccountClosureSeen':
      return { ...state, account: 'closed' };
    case 'BriefSeen':
      return { ...state, briefs: [...state.briefs, data.briefId] };
    case 'BriefClosureSeen':
      return { ...state, closedBriefs: [...state.closedBriefs, data.briefId] };
    case 'RatingWeighed':
      return { ...state, given: { ...state.given, [data.rating.reviewId]: data } };
  }
};

/** What reputation knows of one party beside its own score. */
export const partyDecider: Decider<PartyCommand, PartyEvent, PartyState> = {
  initialState: () => nobody,
  decide({ type, data }, state) {
    switch (type) {
      case 'NotePayerValidation': {
        const seen: PartyEvent = { type: 'PayerValidationSeen', data: data.told };
        return [seen, ...weighings(evolve(state, seen), ratingsOf(state))];
      }
      case 'NoteRestriction':
        return isOld(state, data.told) ? [] : [{ type: 'RestrictionBegan', data: data.told }];
      case 'NoteRestrictionLifted':
        return isOld(state, data.told) ? [] : [{ type: 'RestrictionEnded', data: data.told }];
      case 'NoteAccountClosed':
        return state.account === 'closed' ? [] : [{ type: 'AccountClosureSeen', data: data.told }];
      case 'NoteBrief':
        return state.briefs.includes(data.told.briefId) ? [] : [{ type: 'BriefSeen', data: data.told }];
      case 'NoteBriefClosed':
        return state.closedBriefs.includes(data.told.briefId) ? [] : [{ type: 'BriefClosureSeen', data: data.told }];
      case 'NoteRating':
        return data.told.reviewId in state.given ? [] : weighings(state, [...ratingsOf(state), data.told]);
    }
  },
  evolve,
};
