import { describe, expect, it } from '@jest/globals';
import type { Projected, Projection } from '@guildhall/event-sourcing';
import type { DomainEvent } from '@guildhall/kernel';
import accountSamples from '../domain/account/samples/account-v1.json' with { type: 'json' };
import organisationSamples from '../domain/organisation/samples/organisation-v1.json' with { type: 'json' };
import sessionSamples from '../domain/session/samples/session-v1.json' with { type: 'json' };
import { accounts } from './accounts/accounts.projection.js';
import { mySessions } from './my-sessions/my-sessions.projection.js';
import { organisationSeats } from './organisation-seats/organisation-seats.projection.js';

const ACCOUNT = '8fac2768-2267-5b88-b0c1-49a5a884a9d1';
type Sample = Readonly<{ type: string; data: object }>;

/** Every document after the samples, up to (not with) one type. */
const project = <E extends DomainEvent, D extends object>(
  projection: Projection<E, D>,
  samples: readonly Sample[],
  until = '',
): readonly (D | null)[] => {
  const documents = new Map<string, D | null>();
  const end = samples.findIndex(({ type }) => type === until);
  for (const sample of samples.slice(0, end < 0 ? samples.length : end)) {
    const event = { ...sample, occurredAt: '2026-03-02T12:00:00.000Z' } as unknown as Projected<E>;
    for (const id of projection.ids(event)) documents.set(id, projection.reduce(documents.get(id) ?? null, event, id));
  }
  return [...documents.values()];
};

describe('Read models of accounts', () => {
  it('show an account without personal data', () => {
    const documents = project(accounts, accountSamples);
    expect(documents).toEqual([
      expect.objectContaining({
        accountId: ACCOUNT,
        status: 'closed',
        emailVerified: true,
        country: 'DE',
        roles: [],
        proposedRoles: [],
      }),
    ]);
    for (const personal of ['@', 'Ada', 'copy', 'joins']) expect(JSON.stringify(documents)).not.toContain(personal);
  });

  it('show live sessions only', () => {
    const [session] = project(mySessions, sessionSamples, 'SessionRevoked');
    expect(session).toMatchObject({ accountId: ACCOUNT, device: 'curl/8', lastUsedAt: '2026-03-02T12:10:00.000Z' });
    expect(project(mySessions, sessionSamples)).toEqual([null]);
  });

  it('show who may act for an organisation', () =>
    expect(project(organisationSeats, organisationSamples)).toEqual([
      expect.objectContaining({
        seats: [{ accountId: ACCOUNT, seatRole: 'owner', since: '2026-03-02T12:00:00.000Z', grantedBy: ACCOUNT }],
      }),
    ]));

  it('have an index for every query: by id, or by account and last use', () => {
    expect([accounts.indexes, organisationSeats.indexes]).toEqual([undefined, undefined]); // asked by `_id` alone
    expect(mySessions.indexes).toEqual([{ key: { accountId: 1, lastUsedAt: -1 } }]); // GET /identity/sessions
  });
});
