import { isBefore, type Command, type Decider, type EventData, type Instant } from '@guildhall/kernel';
import type { Capability, PartyEvent, PostKind } from './party.events.js';
import { evolveParty, holdingsOf, nobody, scopesOf, scoreKey, type PartyState } from './party.state.js';

type OfParty<D extends object> = D & { partyId: string };
type Told<Type extends PartyEvent['type']> = OfParty<EventData<PartyEvent, Type>>;

/** What is told of a party. None of it is refused: what does not fit is noted. */
export type PartyCommand =
  | Command<'NoteCapabilityOpened', Told<'CapabilityOpened'>>
  | Command<'NoteCapabilityClosed', Told<'CapabilityClosed'>>
  | Command<
      'NoteRestriction',
      OfParty<{
        restrictionId: string;
        stage: string;
        scope: readonly string[];
        reasonCode: string;
        reviewDate: string;
        sourceRevision: string;
      }>
    >
  | Command<'NoteRestrictionLifted', OfParty<{ restrictionId: string; cause: string; sourceRevision: string }>>
  | Command<'NoteAccountClosed', OfParty<{ accountId: string; closedAt: Instant }>>
  | Command<'NoteProfile', Told<'ProfileSeen'>>
  | Command<'NotePayer', Told<'PayerValidated'>>
  | Command<'NoteReview', Told<'ReviewSeen'>>
  | Command<'NoteScore', Told<'ScoreSeen'>>
  | Command<'OfferPost', OfParty<{ postKind: PostKind; postId: string; fingerprint: string }>>
  | Command<'NotePostLive', OfParty<{ postKind: PostKind; postId: string }>>
  | Command<'NotePostLeft', OfParty<{ postId: string }>>
  | Command<'NoteProposalOpened', OfParty<{ proposalId: string; briefId: string }>>
  | Command<'NoteProposalClosed', OfParty<{ proposalId: string }>>;

/** A state-like fact of the same source with a lower or equal revision is only noted: a replay reopens nothing. */
const isOlder = (known: Readonly<{ revision: string }> | undefined, told: string): boolean =>
  known !== undefined && BigInt(told) <= BigInt(known.revision);

const HIDING_SCOPE = 'publish';

const decidePostLive = (state: PartyState, postKind: PostKind, postId: string): readonly PartyEvent[] => {
  const restricted = scopesOf(state).includes(HIDING_SCOPE);
  if (state.account === 'open' && !restricted) return [];
  const because = state.account === 'closed' ? 'account_closed' : 'restricted';
  const gigIds = postKind === 'gig' ? [postId] : [];
  const briefIds = postKind === 'brief' ? [postId] : [];
  return [{ type: 'PostStopped', data: { postId, because, gigIds, briefIds, proposals: [] } }];
};

const decideOffer = (
  { posts }: PartyState,
  { postKind, postId, fingerprint }: Readonly<{ postKind: PostKind; postId: string; fingerprint: string }>,
): readonly PartyEvent[] => {
  const known = posts[postId];
  if (known?.state === 'offered' && known.fingerprint === fingerprint) return [];
  const twin = Object.entries(posts).find(
    ([otherId, post]) => otherId !== postId && post.state === 'offered' && post.fingerprint === fingerprint,
  );
  return [{ type: 'PostOffered', data: { postKind, postId, fingerprint, duplicateOf: twin?.[0] ?? null } }];
};

export const partyDecider: Decider<PartyCommand, PartyEvent, PartyState> = {
  initialState: () => nobody,
  decide({ type, data }, state) {
    switch (type) {
      case 'NoteCapabilityOpened': {
        const { partyId: _, ...told } = data;
        return isOlder(state.capabilities[data.capability], data.sourceRevision)
          ? []
          : [{ type: 'CapabilityOpened', data: told }];
      }
      case 'NoteCapabilityClosed': {
        const { partyId: _, ...told } = data;
        return isOlder(state.capabilities[data.capability], data.sourceRevision)
          ? []
          : [{ type: 'CapabilityClosed', data: told }];
      }
      case 'NoteRestriction': {
        const { partyId: _, ...told } = data;
        if (isOlder(state.restrictions[data.restrictionId], data.sourceRevision)) return [];
        const hides = data.scope.includes(HIDING_SCOPE) ? 'yes' : 'no';
        return [{ type: 'RestrictionBegan', data: { ...told, hides, ...holdingsOf(state) } }];
      }
      case 'NoteRestrictionLifted': {
        const { partyId: _, ...told } = data;
        const known = state.restrictions[data.restrictionId];
        if (isOlder(known, data.sourceRevision)) return [];
        const others = Object.entries(state.restrictions).filter(([restrictionId]) => restrictionId !== data.restrictionId);
        const stillHidden = scopesOf({ ...state, restrictions: Object.fromEntries(others) }).includes(HIDING_SCOPE);
        const shows = known?.scope.includes(HIDING_SCOPE) && !stillHidden ? 'yes' : 'no';
        return [{ type: 'RestrictionEnded', data: { ...told, shows, ...holdingsOf(state) } }];
      }
      case 'NoteAccountClosed': {
        const { accountId, closedAt } = data;
        return state.account === 'closed'
          ? []
          : [{ type: 'AccountClosureSeen', data: { accountId, closedAt, ...holdingsOf(state) } }];
      }
      case 'NoteProfile': {
        const { partyId: _, ...told } = data;
        const { profileRevision } = state;
        const older = profileRevision !== null && BigInt(data.sourceRevision) <= BigInt(profileRevision);
        return older ? [] : [{ type: 'ProfileSeen', data: told }];
      }
      case 'NotePayer': {
        const { partyId: _, ...told } = data;
        return state.instruments.includes(data.instrumentId) ? [] : [{ type: 'PayerValidated', data: told }];
      }
      case 'NoteReview': {
        const { partyId: _, ...told } = data;
        return state.reviews.includes(data.reviewId) ? [] : [{ type: 'ReviewSeen', data: told }];
      }
      case 'NoteScore': {
        const { partyId: _, ...told } = data;
        const newest = state.scores[scoreKey(data)];
        return newest !== undefined && !isBefore(newest, data.asOf) ? [] : [{ type: 'ScoreSeen', data: told }];
      }
      case 'OfferPost':
        return decideOffer(state, data);
      case 'NotePostLive':
        return decidePostLive(state, data.postKind, data.postId);
      case 'NotePostLeft':
        return state.posts[data.postId]?.state === 'offered' ? [{ type: 'PostLeft', data: { postId: data.postId } }] : [];
      case 'NoteProposalOpened': {
        const { proposalId, briefId } = data;
        return proposalId in state.proposals
          ? []
          : [{ type: 'ProposalOpened', data: { proposalId, briefId, account: state.account } }];
      }
      case 'NoteProposalClosed':
        return data.proposalId in state.proposals ? [{ type: 'ProposalClosed', data: { proposalId: data.proposalId } }] : [];
    }
  },
  evolve: evolveParty,
};

export type { Capability };
