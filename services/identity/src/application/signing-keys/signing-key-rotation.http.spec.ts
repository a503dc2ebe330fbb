import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestIdentity } from '../../testing/identity-service.js';
import { SigningKeyRotation } from './signing-key-rotation.js';

const DAY = 86_400_000;

describe('Signing keys', () => {
  let identity: TestIdentity;
  beforeAll(async () => void (identity = await TestIdentity.start()));
  afterAll(() => identity.close());
  const renew = () => identity.service.app.get(SigningKeyRotation).renewIfDue();
  const kids = async () =>
    ((await identity.get('/jwks.json')).body as Readonly<{ keys: readonly { kid: string }[] }>).keys.map(({ kid }) => kid);

  it('are the one of the configuration at first, and get one successor seven days before they end', async () => {
    await renew();
    expect(await kids()).toEqual(['first']);
    identity.service.clock.advance(82 * DAY);
    await renew();
    expect(await kids()).toEqual(['first']);
    identity.service.clock.advance(DAY);
    await Promise.all([renew(), renew()]);
    await renew();
    const [, successor] = await kids();
    expect(await kids()).toEqual(['first', successor]);
    identity.service.clock.advance(8 * DAY);
    expect(await kids()).toEqual([successor]);
    await identity.join();
  });

  it('do not follow business time', async () => {
    const before = await kids();
    await identity.service.advance(400 * DAY);
    await renew();
    expect(await kids()).toEqual(before);
  });
});
