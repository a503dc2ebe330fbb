import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { findTool } from '../../../../../scripts/tools/find-tool.mjs';
import { StoreUnavailable } from '../../store/store.errors.js';
import { subjectKeysContract } from '../contract/subject-keys.contract.js';
import { ServiceAccounts } from './testing/service-accounts.js';
import { RealVault } from './testing/real-vault.js';
import { keysOn, keysWith } from './testing/vault-server.js';
import { vaultGrantsCases } from './testing/vault-grants.cases.js';
import { VaultSubjectKeys } from './vault-subject-keys.js';

/** A program is started on a machine that may be busy; in ms. */
jest.setTimeout(120_000);

const { path: program, missing } = findTool('openbao');

const onOpenBao = (openBao: string): void => {
  let server: RealVault;
  let accounts: ServiceAccounts;
  beforeAll(async () => {
    accounts = await ServiceAccounts.start();
    server = await RealVault.start(openBao);
  });
  afterAll(async () => {
    await server?.stop();
    await accounts?.stop();
  });

  const handle = () => keysOn(server, 'everything');
  subjectKeysContract('OpenBao', async () => [await handle(), await handle()], 'unavailable');
  vaultGrantsCases('OpenBao', () => server);

  describe('Keys in OpenBao', () => {
    it('are kept wrapped, each bound to its place', async () => {
      const keys = await keysOn(server, 'everything');
      const [ada, bob] = [newId(), newId()];
      const [key] = [await keys.ensure(ada, 'contact'), await keys.ensure(bob, 'contact')];
      const { mount } = server.places;
      const kept = async (subject: string) =>
        (await server.administer('GET', `${mount}/data/contact/${subject}`)) as { data: { data: Record<string, string> } };
      const { data } = await kept(ada);
      expect(JSON.stringify(data)).not.toContain(key.key.toString('base64'));
      expect(data.data).toEqual({ kid: key.kid, kek: server.places.kek, wrapped: expect.stringMatching(/^vault:v1:/) });
      await server.administer('POST', `${mount}/data/contact/${bob}`, { data: data.data });
      await expect(keys.find(bob, 'contact')).rejects.toThrow('message authentication failed');
      await keys.close();
    });

    it('are unwrapped by the key that wrapped them after the name of it changes', async () => {
      const before = await keysOn(server, 'everything');
      const subject = newId();
      const key = await before.ensure(subject, 'contact');
      await server.administer('POST', `${server.places.transitMount}/keys/guildhall-next`, {});
      const token = await server.token('everything');
      const places = { ...server.places, kek: 'guildhall-next' };
      const after = keysWith({ url: server.url, ca: server.ca, places }, () => token);
      expect(await after.find(subject, 'contact')).toEqual(key);
      expect(await after.byKid((await after.ensure(newId(), 'contact')).kid)).not.toBeNull();
      await before.close();
      await after.close();
    });

    it('are not reached where the authority is not trusted', async () => {
      const token = await server.token('gigs');
      const keys = keysWith({ url: server.url, ca: null, places: server.places }, () => token);
      await expect(keys.check()).rejects.toThrow(/certificate/);
      await expect(keys.check()).rejects.toBeInstanceOf(StoreUnavailable);
      await keys.close();
    });

    it('are there for a token of two seconds as long as it is renewed', async () => {
      const token = await server.token('gigs', { seconds: 2, lastSeconds: 0 });
      const keys = keysWith(server, () => token);
      const begun = Date.now();
      while (Date.now() - begun < 5_000) await keys.ensure(newId(), 'content');
      await keys.close();
    });

    it('are not there for a token that was revoked, and again for the one in its place', async () => {
      let token = await server.token('gigs');
      const keys = keysWith(server, () => token);
      await keys.check();
      await server.revoke(token);
      await expect(keys.ensure(newId(), 'content')).rejects.toThrow('Key store refuses the token');
      token = await server.token('gigs');
      expect((await keys.ensure(newId(), 'content')).key).toHaveLength(32);
      await keys.close();
    });

    it('are there for a service account, and not for another one', async () => {
      const { ca, places, url } = server;
      await accounts.setUp(server, 'kubernetes', { role: 'guildhall-gigs', policy: 'guildhall-gigs' });
      const keysOf = (account: string) => {
        const signIn = {
          kind: 'kubernetes',
          mount: 'kubernetes',
          role: 'guildhall-gigs',
          token: () => accounts.tokenOf(account),
        } as const;
        return new VaultSubjectKeys({ ...places, url, ca, signIn, timeoutMs: 10_000 });
      };
      const [gigs, payments] = [keysOf('guildhall-gigs'), keysOf('guildhall-payments')];
      expect((await gigs.ensure(newId(), 'content')).key).toHaveLength(32);
      await expect(gigs.ensure(newId(), 'kyc')).rejects.toThrow('is the policy of this service in place?');
      await expect(payments.check()).rejects.toThrow('Key store refuses the service account as guildhall-gigs');
      await gigs.close();
      await payments.close();
    });
  });
};

if (program === undefined) it.skip(`Keys in OpenBao (skipped: ${missing})`, () => undefined);
else onOpenBao(program);
