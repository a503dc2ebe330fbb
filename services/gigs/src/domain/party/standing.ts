import { fail } from '../gigs.errors.js';
import type { Capability } from './party.events.js';
import { scopesOf, type PartyState } from './party.state.js';

/** Whether a party may do something, as gigs heard it; `missing` says what stands in the way. */
export type Standing = Readonly<{ state: 'open' | 'closed'; missing: readonly string[] }>;
export type Act = 'publish_gig' | 'publish_brief' | 'propose' | 'hire';

type Rule = Readonly<{ capability: Capability; unheard: 'open' | 'closed'; scopes: readonly string[] }>;
/** gigs.md, Transitions: only a closed capability stops a post; money is promised with an enabled one. */
const RULES: Readonly<Record<Act, Rule>> = {
  publish_gig: { capability: 'get_paid', unheard: 'open', scopes: ['publish'] },
  publish_brief: { capability: 'hire', unheard: 'open', scopes: ['publish', 'hire'] },
  propose: { capability: 'get_paid', unheard: 'open', scopes: ['propose'] },
  hire: { capability: 'hire', unheard: 'closed', scopes: ['hire'] },
};

export const standingFor = (state: PartyState, act: Act): Standing => {
  const { capability, unheard, scopes } = RULES[act];
  const known = state.capabilities[capability];
  const closed = (known?.state ?? unheard) === 'closed' ? [capability, ...(known?.missing ?? [])] : [];
  const restricted = scopesOf(state).filter((scope) => scopes.includes(scope)).map((scope) => `restriction.${scope}`); // prettier-ignore
  const gone = state.account === 'closed' ? ['account'] : [];
  const missing = [...new Set([...closed, ...restricted, ...gone])];
  return { state: missing.length === 0 ? 'open' : 'closed', missing };
};

/** Throws GIGS.CAPABILITY_MISSING with `missing[]` unless the standing is open. */
export const demandStanding = ({ state, missing }: Standing): void => {
  if (state === 'closed') throw fail('GIGS.CAPABILITY_MISSING', `Not while this is missing: ${missing.join(', ')}`, { missing });
};
