import { describe, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import { bootstrapDecider } from './bootstrap/bootstrap.decider.js';
import { sandboxClockDecider } from './clock/sandbox-clock.decider.js';
import { signingKeyDecider } from './signing-key/signing-key.decider.js';

const NOON = '2026-03-02T12:00:00.000Z';

describe('The sandbox clock', () => {
  const given = specFor(sandboxClockDecider);
  const moved = (offsetMs: number) => ({ type: 'SandboxClockMoved', data: { offsetMs } }) as const;
  const move = (offsetMs: number) => ({ type: 'MoveSandboxClock', data: { offsetMs } }) as const;
  it('goes forward only', () => {
    given().when(move(5)).then(moved(5));
    given(moved(5)).when(move(5)).thenNothingHappens();
    given(moved(5)).when(move(4)).thenFails('IDENTITY.CLOCK_BACKWARDS');
  });
});

describe('A signing key', () => {
  const given = specFor(signingKeyDecider);
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'x', kid: 'k' } as const;
  const publish = (lead: 'first' | 'ahead') => ({ type: 'PublishSigningKey', data: { jwk, at: NOON, lead } }) as const;
  it('is told an hour ahead of use and lives ninety days; the first one is in use at once', () => {
    const published = (notBefore: string, notAfter: string) =>
      ({ type: 'SigningKeyPublished', data: { kid: 'k', jwk, notBefore, notAfter } }) as const;
    given().when(publish('ahead')).then(published('2026-03-02T13:00:00.000Z', '2026-05-31T13:00:00.000Z'));
    given().when(publish('first')).then(published(NOON, '2026-05-31T12:00:00.000Z'));
    given(published(NOON, NOON)).when(publish('ahead')).thenNothingHappens();
  });
});

describe('The bootstrap secret', () => {
  const given = specFor(bootstrapDecider);
  const name = { type: 'NameFirstOperators', data: { accountIds: ['a', 'b'] } } as const;
  it('is dead after its first use', () => {
    given().when(name).then({ type: 'FirstOperatorsNamed', data: name.data });
    given({ type: 'FirstOperatorsNamed', data: name.data }).when(name).thenFails('IDENTITY.BOOTSTRAP_USED');
  });
});
