/** Roles that identity grants (security.md, Authorisation model). */
export const ROLES = ['freelancer', 'client', 'agency_member', 'mediator', 'trust_safety', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** Seats inside an organisation. */
export const SEAT_ROLES = ['owner', 'admin', 'hiring', 'finance', 'viewer'] as const;
export type SeatRole = (typeof SEAT_ROLES)[number];

/** Relations that any signed-in person may have to an aggregate; the handler judges them on the loaded state. */
const RELATIONS = ['signed-in', 'own party', 'counterparty'] as const;

/**
 * Who may call an operation: the values of `x-guildhall-allow`. `public` needs no token. `own party` and `counterparty` are relations to
 * the aggregate and judged by the handler on loaded state. `arbitrator` is a mediator with a capability that the service checks.
 */
export type AllowValue = 'public' | (typeof RELATIONS)[number] | Role | 'arbitrator';

const isRelation = (value: AllowValue): boolean => RELATIONS.some((relation) => relation === value);

/** True when a person with these roles may enter; the relation to the aggregate is judged later, by the handler. */
export const mayEnter = (allowed: readonly AllowValue[], roles: readonly Role[]): boolean =>
  allowed.some((value) => {
    if (value === 'public' || isRelation(value)) return true;
    const role = value === 'arbitrator' ? 'mediator' : value;
    return roles.some((held) => held === role);
  });
