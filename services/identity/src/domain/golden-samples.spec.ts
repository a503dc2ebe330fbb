import { describe, expect, it } from '@jest/globals';
import type { Command, Decider, DomainEvent, StorageContract } from '@guildhall/kernel';
import { missingSamples, upcastSample, type GoldenSample } from '@guildhall/testing';
import { accountDecider } from './account/account.decider.js';
import { accountStorage } from './account/account.events.js';
import accountSamples from './account/samples/account-v1.json' with { type: 'json' };
import { bootstrapDecider, bootstrapStorage } from './bootstrap/bootstrap.decider.js';
import bootstrapSamples from './bootstrap/samples/bootstrap-v1.json' with { type: 'json' };
import { sandboxClockDecider, sandboxClockStorage } from './clock/sandbox-clock.decider.js';
import clockSamples from './clock/samples/clock-v1.json' with { type: 'json' };
import { emailReservationDecider, emailReservationStorage } from './email/email-reservation.decider.js';
import emailSamples from './email/samples/email-v1.json' with { type: 'json' };
import { organisationDecider } from './organisation/organisation.decider.js';
import { organisationStorage } from './organisation/organisation.events.js';
import organisationSamples from './organisation/samples/organisation-v1.json' with { type: 'json' };
import sessionSamples from './session/samples/session-v1.json' with { type: 'json' };
import { sessionDecider } from './session/session.decider.js';
import { sessionStorage } from './session/session.events.js';
import signingKeySamples from './signing-key/samples/signing-key-v1.json' with { type: 'json' };
import { subjectDecider } from './subject/subject.decider.js';
import { subjectStorage } from './subject/subject.events.js';
import subjectSamples from './subject/samples/subject-v1.json' with { type: 'json' };
import { signingKeyDecider, signingKeyStorage } from './signing-key/signing-key.decider.js';

const ACCOUNT = '8fac2768-2267-5b88-b0c1-49a5a884a9d1';

const replay = <E extends DomainEvent, S>(
  storage: StorageContract<E>,
  decider: Pick<Decider<Command, E, S>, 'initialState' | 'evolve'>,
  samples: readonly GoldenSample[],
): S => {
  expect(missingSamples(storage, samples)).toEqual([]);
  return samples.reduce((state, sample) => decider.evolve(state, upcastSample(storage, sample) as E), decider.initialState());
};

describe('Events as they were stored', () => {
  it('still make an account', () =>
    expect(replay(accountStorage, accountDecider, accountSamples)).toMatchObject({
      ...{ status: 'closed', accountId: ACCOUNT, email: 'ada@new.example', verified: 'yes', country: 'DE', region: 'eu' },
      ...{ roles: [], displayName: 'Ada L.', about: 'I write copy.', locale: 'de-AT' },
      seats: { 'e15919b4-027d-560f-89cb-1ec6e31dec20': { seatRole: 'owner', revision: '1' } },
    }));

  it('still make a reservation', () =>
    expect(replay(emailReservationStorage, emailReservationDecider, emailSamples)).toEqual({ accountId: null, reservedAt: '' }));

  it('still make a session', () =>
    expect(replay(sessionStorage, sessionDecider, sessionSamples)).toMatchObject({
      ...{ status: 'revoked', accountId: ACCOUNT, generation: 1, authAt: '2026-03-02T12:10:00.000Z', revokedFor: 'signed_out' },
    }));

  it('still make an organisation', () =>
    expect(replay(organisationStorage, organisationDecider, organisationSamples)).toMatchObject({
      country: 'DE',
      seats: { [ACCOUNT]: 'owner' },
    }));

  it('still make a subject', () =>
    expect(replay(subjectStorage, subjectDecider, subjectSamples)).toEqual({
      status: 'forgotten',
      subjectId: ACCOUNT,
      pseudonymId: 'b1d5c0de-6f0f-4d37-9b52-5a3f5ad5f1e9',
      requestedAt: '2026-06-02T09:00:00.000Z',
      forgottenAt: '2026-06-02T09:00:01.000Z',
      legalHoldUntil: '2031-06-01T09:00:00.000Z',
    }));

  it('still make keys, clock and bootstrap', () => {
    expect(replay(signingKeyStorage, signingKeyDecider, signingKeySamples)).toBe('published');
    expect(replay(sandboxClockStorage, sandboxClockDecider, clockSamples)).toBe(1_209_600_000);
    expect(replay(bootstrapStorage, bootstrapDecider, bootstrapSamples)).toBe('used');
  });
});
