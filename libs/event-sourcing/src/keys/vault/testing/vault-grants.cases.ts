import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, SERVICES, type ServiceName } from '@guildhall/kernel';
import { StoreUnavailable } from '../../../store/store.errors.js';
import { DESTROYER, KEY_PURPOSES, PERSONAL_PURPOSES, PURPOSE_GRANTS } from '../../purpose-grants.js';
import type { SubjectKeys } from '../../subject-keys.port.js';
import { keysOn, type VaultServer } from './vault-server.js';

/** What every server holds against the services, once they have the policies that `deploy/examples` ships. */
export const vaultGrantsCases = (name: string, server: () => VaultServer): void => {
  describe(`Grants on ${name}`, () => {
    const handles = new Map<ServiceName | 'everything', SubjectKeys>();
    const of = (owner: ServiceName | 'everything'): SubjectKeys => {
      const keys = handles.get(owner);
      if (!keys) throw new Error(`no handle of ${owner}`);
      return keys;
    };
    beforeAll(async () => {
      for (const owner of [...SERVICES, 'everything'] as const) handles.set(owner, await keysOn(server(), owner));
    });
    afterAll(async () => {
      for (const keys of handles.values()) await keys.close();
    });

    const pairs = SERVICES.flatMap((service) => KEY_PURPOSES.map((purpose) => [service, purpose] as const));
    const own = pairs.filter(([service, purpose]) => PURPOSE_GRANTS[purpose].includes(service));
    const foreign = pairs.filter(([service, purpose]) => !PURPOSE_GRANTS[purpose].includes(service));

    it.each(own)('%s makes keys of %s and reads those of others', async (service, purpose) => {
      const [mine, theirs] = [newId(), newId()];
      const made = await of(service).ensure(mine, purpose);
      expect(await of('everything').find(mine, purpose)).toEqual(made);
      const found = await of('everything').ensure(theirs, purpose);
      expect(await of(service).ensure(theirs, purpose)).toEqual(found);
      expect(await of(service).byKid(found.kid)).toEqual(found);
    });

    it.each(foreign)('%s neither makes nor reads keys of %s', async (service, purpose) => {
      const subject = newId();
      await expect(of(service).ensure(subject, purpose)).rejects.toThrow(StoreUnavailable);
      const there = await of('everything').ensure(subject, purpose);
      await expect(of(service).find(subject, purpose)).rejects.toThrow('is the policy of this service in place?');
      await expect(of(service).byKid(there.kid)).rejects.toThrow(StoreUnavailable);
    });

    it.each(SERVICES.filter((service) => service !== DESTROYER))('%s destroys nothing', async (service) => {
      for (const purpose of KEY_PURPOSES) {
        const subject = newId();
        const key = await of('everything').ensure(subject, purpose);
        await expect(of(service).destroy(subject, [purpose])).rejects.toThrow(StoreUnavailable);
        expect(await of('everything').find(subject, purpose)).toEqual(key);
      }
    });

    it(`${DESTROYER} destroys what belongs to a person, and nothing under seal`, async () => {
      const subject = newId();
      for (const purpose of PERSONAL_PURPOSES) await of('everything').ensure(subject, purpose);
      const sealed = await of('everything').ensure(subject, 'seal');
      await of(DESTROYER).destroy(subject);
      for (const purpose of PERSONAL_PURPOSES) expect(await of('everything').find(subject, purpose)).toBeNull();
      await expect(of(DESTROYER).destroy(subject, ['seal'])).rejects.toThrow(StoreUnavailable);
      expect(await of('everything').byKid(sealed.kid)).toEqual(sealed);
    });

    it('a service has its own secrets alone', async () => {
      const name = (service: ServiceName) => `${service}.signing-key.${newId()}`;
      const mine = name('identity');
      await of('identity').putSecret(mine, Buffer.from('private'));
      expect(await of('identity').secret(mine)).toEqual(Buffer.from('private'));
      await expect(of('gigs').secret(mine)).rejects.toThrow(StoreUnavailable);
      await expect(of('gigs').putSecret(name('identity'), Buffer.from('forged'))).rejects.toThrow(StoreUnavailable);
    });
  });
};
