import type { Instant } from '@guildhall/kernel';
import type { Capability, Holdings, PartyEvent, PostKind } from './party.events.js';

type Known = Readonly<{ revision: string; state: 'open' | 'closed'; missing: readonly string[] }>;
type Restriction = Readonly<{ revision: string; state: 'in_force' | 'lifted'; scope: readonly string[] }>;
type Post = Readonly<{ kind: PostKind; fingerprint: string; duplicateOf: string | null; state: 'offered' | 'left' }>;

export type PartyState = Readonly<{
  capabilities: Readonly<Partial<Record<Capability, Known>>>;
  restrictions: Readonly<Record<string, Restriction>>;
  account: 'open' | 'closed';
  posts: Readonly<Record<string, Post>>;
  /** Open proposals and their briefs. */
  proposals: Readonly<Record<string, string>>;
  profileRevision: string | null;
  instruments: readonly string[];
  reviews: readonly string[];
  /** `asOf` of the newest score, by side and work role. */
  scores: Readonly<Record<string, Instant>>;
}>;

export const nobody: PartyState = {
  capabilities: {},
  restrictions: {},
  account: 'open',
  posts: {},
  proposals: {},
  profileRevision: null,
  instruments: [],
  reviews: [],
  scores: {},
};

export const scoreKey = ({ side, roleId }: Readonly<{ side: string; roleId: string }>): string => `${side}/${roleId}`;

/** Everything of the party that is on offer. */
export const holdingsOf = ({ posts, proposals }: PartyState): Holdings => {
  const offered = (kind: PostKind): readonly string[] =>
    Object.entries(posts).flatMap(([postId, post]) => (post.kind === kind && post.state === 'offered' ? [postId] : []));
  return {
    gigIds: offered('gig'),
    briefIds: offered('brief'),
    proposals: Object.entries(proposals).map(([proposalId, briefId]) => ({ proposalId, briefId })),
  };
};

/** Scopes of all restrictions in force. */
export const scopesOf = ({ restrictions }: PartyState): readonly string[] =>
  Object.values(restrictions).flatMap(({ state, scope }) => (state === 'in_force' ? scope : []));

export const evolveParty = (state: PartyState, { type, data }: PartyEvent): PartyState => {
  switch (type) {
    case 'CapabilityOpened': {
      const known: Known = { revision: data.sourceRevision, state: 'open', missing: [] };
      return { ...state, capabilities: { ...state.capabilities, [data.capability]: known } };
    }
    case 'CapabilityClosed': {
      const known: Known = { revision: data.sourceRevision, state: 'closed', missing: data.currentlyDue };
      return { ...state, capabilities: { ...state.capabilities, [data.capability]: known } };
    }
    case 'RestrictionBegan': {
      const known: Restriction = { revision: data.sourceRevision, state: 'in_force', scope: data.scope };
      return { ...state, restrictions: { ...state.restrictions, [data.restrictionId]: known } };
    }
    case 'RestrictionEnded': {
      const known: Restriction = { revision: data.sourceRevision, state: 'lifted', scope: [] };
      return { ...state, restrictions: { ...state.restrictions, [data.restrictionId]: known } };
    }
    case 'AccountClosureSeen':
      return { ...state, account: 'closed' };
    case 'ProfileSeen':
      return { ...state, profileRevision: data.sourceRevision };
    case 'PayerValidated':
      return { ...state, instruments: [...state.instruments, data.instrumentId] };
    case 'ReviewSeen':
      return { ...state, reviews: [...state.reviews, data.reviewId] };
    case 'ScoreSeen':
      return { ...state, scores: { ...state.scores, [scoreKey(data)]: data.asOf } };
    case 'PostOffered': {
      const { postKind: kind, fingerprint, duplicateOf } = data;
      return { ...state, posts: { ...state.posts, [data.postId]: { kind, fingerprint, duplicateOf, state: 'offered' } } };
    }
    case 'PostStopped':
      return state;
    case 'PostLeft': {
      const post = state.posts[data.postId];
      return post ? { ...state, posts: { ...state.posts, [data.postId]: { ...post, state: 'left' } } } : state;
    }
    case 'ProposalOpened':
      return { ...state, proposals: { ...state.proposals, [data.proposalId]: data.briefId } };
    case 'ProposalClosed': {
      const { [data.proposalId]: _, ...proposals } = state.proposals;
      return { ...state, proposals };
    }
  }
};
