import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { StoreUnavailable } from '../../store/store.errors.js';
import { CachedSubjectKeys } from '../cached-subject-keys.js';
import { subjectKeysContract } from '../contract/subject-keys.contract.js';
import { openEnvelope, sealEnvelope } from '../envelope.js';
import { ERASED } from '../subject-keys.port.js';
import { startStandIn, type StandInServer } from './testing/stand-in-server.js';
import { vaultGrantsCases } from './testing/vault-grants.cases.js';
import { keysOn, keysWith } from './testing/vault-server.js';
import { VaultSubjectKeys } from './vault-subject-keys.js';

/** Time limits are waited for, on a machine that may be busy; in ms. */
jest.setTimeout(60_000);

let server: StandInServer;
beforeAll(async () => {
  server = await startStandIn();
});
afterAll(() => server.stop());

const handle = () => keysOn(server, 'everything');
const cached = async () => new CachedSubjectKeys(await handle());
subjectKeysContract('The stand-in of a vault', async () => [await handle(), await handle()], 'unavailable');
subjectKeysContract('The stand-in of a vault behind the cache', async () => [await cached(), await cached()], 'unavailable');
vaultGrantsCases('the stand-in of a vault', () => server);

describe('Keys in a vault', () => {
  let keys: VaultSubjectKeys;
  let subject: string;
  const dataOf = (purpose: string): string => `guildhall/data/${purpose}/${subject}`;
  beforeEach(async () => {
    keys = await keysOn(server, 'identity');
    subject = newId();
    server.standIn.asked.length = 0;
  });
  afterEach(async () => {
    server.standIn.meet('none');
    await server.standIn.restart();
    await keys.close();
  });

  it('are found again by one reading and one unwrapping, by their id too', async () => {
    const { kid } = await keys.ensure(subject, 'contact');
    server.standIn.asked.length = 0;
    await keys.byKid(kid);
    expect(server.standIn.asked).toEqual([`GET ${dataOf('contact')}`, 'POST transit/decrypt/guildhall']);
  });

  it('are kept wrapped', async () => {
    const { key } = await keys.ensure(subject, 'contact');
    expect(JSON.stringify(server.standIn.kept.get(dataOf('contact')))).not.toContain(key.toString('base64'));
  });

  it('never leave a path without a key or a mark behind, however often they are destroyed', async () => {
    await keys.ensure(subject, 'contact');
    await keys.destroy(subject, ['contact']);
    server.standIn.asked.length = 0;
    await keys.destroy(subject, ['contact']);
    expect(server.standIn.asked).toEqual([`GET ${dataOf('contact')}`]);
    expect(server.standIn.kept.get(dataOf('contact'))).toEqual({ destroyed: true });
  });

  it('are destroyed in the end where somebody makes one in between', async () => {
    const { kid } = await keys.ensure(subject, 'contact');
    const [, ...late] = await Promise.all([
      keys.destroy(subject, ['contact']),
      ...Array.from({ length: 20 }, () => keys.ensure(subject, 'contact')),
    ]);
    expect(await keys.find(subject, 'contact')).toBeNull();
    for (const one of [kid, ...late.map((key) => key.kid)]) expect(await keys.byKid(one)).toBeNull();
  });

  it('read as erased once destroyed, and not while the store merely lacks them', async () => {
    const place = { stream: 'identity.account-1', type: 'ProfileEdited', field: 'name', subject };
    const envelope = await sealEnvelope(keys, 'profile', place, 'Ada');
    const kept = server.standIn.kept.get(dataOf('profile')) ?? {};
    server.standIn.kept.delete(dataOf('profile'));
    await expect(openEnvelope(keys, place, envelope)).rejects.toThrow('nor does it say that it was destroyed');
    server.standIn.kept.set(dataOf('profile'), kept);
    expect(await openEnvelope(keys, place, envelope)).toBe('Ada');
    await keys.destroy(subject);
    expect(await openEnvelope(keys, place, envelope)).toBe(ERASED);
  });

  it('are not made anew while the store is away, and are the same when it is back', async () => {
    const key = await keys.ensure(subject, 'contact');
    await server.standIn.stop();
    const begun = Date.now();
    for (const asked of [keys.ensure(subject, 'contact'), keys.byKid(key.kid), keys.destroy(subject), keys.check()])
      await expect(asked).rejects.toBeInstanceOf(StoreUnavailable);
    // Told within the deadline of a handler.
    expect(Date.now() - begun).toBeLessThan(10_000);
    await server.standIn.restart();
    expect(await keys.ensure(subject, 'contact')).toEqual(key);
  });

  it('wait while the store is sealed', async () => {
    const key = await keys.ensure(subject, 'contact');
    server.standIn.meet('sealed');
    await expect(keys.find(subject, 'contact')).rejects.toThrow(/answered 503 .*Vault is sealed/);
    server.standIn.meet('none');
    expect(await keys.find(subject, 'contact')).toEqual(key);
  });

  it('are asked for three times where the server fails for a moment', async () => {
    await keys.check();
    server.standIn.failNext(2);
    expect(await keys.find(subject, 'contact')).toBeNull();
    server.standIn.failNext(3);
    await expect(keys.find(subject, 'contact')).rejects.toThrow('answered 500');
  });

  it('are given up for one that does not answer in time', async () => {
    const token = await server.token('identity');
    const signIn = { kind: 'token', token: () => token } as const;
    const hasty = new VaultSubjectKeys({ ...server.places, url: server.url, ca: null, signIn, timeoutMs: 100 });
    server.standIn.meet('silent');
    await expect(hasty.check()).rejects.toThrow(/did not answer GET .*: nothing within 100 ms/);
    await hasty.close();
  });

  it('do not open where their wrapped form was moved', async () => {
    const other = newId();
    await keys.ensure(other, 'contact');
    await keys.ensure(subject, 'contact');
    server.standIn.kept.set(dataOf('contact'), server.standIn.kept.get(`guildhall/data/contact/${other}`) ?? {});
    await expect(keys.find(subject, 'contact')).rejects.toThrow('message authentication failed');
    await expect(keys.find(subject, 'contact')).rejects.not.toBeInstanceOf(StoreUnavailable);
  });
});

describe('The token for a vault', () => {
  const until = async (condition: () => boolean): Promise<void> => {
    const deadline = Date.now() + 30_000;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error('waited 30 s for it');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('is renewed before it ends', async () => {
    const before = server.standIn.tokens.renewals;
    const token = await server.token('gigs', { seconds: 2, lastSeconds: 0 });
    const keys = keysWith(server, () => token);
    await keys.check();
    await until(() => server.standIn.tokens.renewals >= before + 2);
    expect(await keys.find(newId(), 'content')).toBeNull();
    await keys.close();
  });

  it('is one clear error where it is refused, until another one is in its place', async () => {
    let token = await server.token('gigs');
    const keys = keysWith(server, () => token);
    await keys.check();
    await server.revoke(token);
    await expect(keys.find(newId(), 'content')).rejects.toThrow('Key store refuses the token: permission denied');
    await expect(keys.check()).rejects.toBeInstanceOf(StoreUnavailable);
    token = '';
    await expect(keys.check()).rejects.toThrow('there is no token to sign in with');
    token = await server.token('gigs');
    expect(await keys.find(newId(), 'content')).toBeNull();
    await keys.close();
  });

  it('that nears the end which no renewal moves is told of, and replaced by the one in its place', async () => {
    const told: string[] = [];
    let token = await server.token('gigs', { seconds: 3, lastSeconds: 4 });
    const keys = keysWith(
      server,
      () => token,
      (sentence) => told.push(sentence),
    );
    await keys.check();
    await until(() => told.some((sentence) => sentence.includes('cannot be renewed')));
    token = await server.token('gigs');
    expect(await keys.find(newId(), 'content')).toBeNull();
    await keys.close();
  });

  it('comes from a service account, which signs in anew when it is over', async () => {
    const { standIn, places, url } = server;
    standIn.accounts.set('guildhall-gigs jwt', { grant: 'everything', seconds: 2, lastSeconds: 3 });
    const told: string[] = [];
    let jwt = 'jwt';
    const signIn = { kind: 'kubernetes', mount: 'kubernetes', role: 'guildhall-gigs', token: () => jwt } as const;
    const onTrouble = (sentence: string) => told.push(sentence);
    const keys = new VaultSubjectKeys({ ...places, url, ca: null, signIn, timeoutMs: 10_000, onTrouble });
    const signIns = () => standIn.asked.filter((asked) => asked === 'POST auth/kubernetes/login').length;
    const before = signIns();
    await keys.check();
    await until(() => signIns() >= before + 2);
    expect(await keys.find(newId(), 'content')).toBeNull();
    expect(told).toEqual([]);
    jwt = 'of a stranger';
    await until(() => told.some((sentence) => sentence.includes('refuses the service account as guildhall-gigs')));
    await keys.close();
  });
});
