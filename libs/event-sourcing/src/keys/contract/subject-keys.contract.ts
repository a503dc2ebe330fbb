import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { StoreUnavailable } from '../../store/store.errors.js';
import type { SubjectKeys } from '../subject-keys.port.js';

/**
 * Every key store passes these cases; `make` gives two handles on one fresh store, as two processes have them. `foreignKid`: what it says
 * of an id that it cannot have made, `absent` where it cannot tell such ids.
 */
export const subjectKeysContract = (
  name: string,
  make: () => Promise<readonly [SubjectKeys, SubjectKeys]>,
  foreignKid: 'absent' | 'unavailable' = 'absent',
): void => {
  describe(`${name} as a key store`, () => {
    let one: SubjectKeys;
    let other: SubjectKeys;
    let subject: string;
    beforeEach(async () => {
      [one, other] = await make();
      subject = newId();
    });
    afterEach(async () => {
      await one.close();
      await other.close();
    });

    it('makes one key of 256 bits for a subject and purpose, whoever asks first', async () => {
      const key = await one.ensure(subject, 'contact');
      expect(key.key).toHaveLength(32);
      expect(await other.ensure(subject, 'contact')).toEqual(key);
      expect(await other.find(subject, 'contact')).toEqual(key);
      expect(await one.byKid(key.kid)).toEqual(key);
    });

    it('keeps purposes and subjects apart', async () => {
      const keys = await Promise.all([
        one.ensure(subject, 'contact'),
        one.ensure(subject, 'kyc'),
        one.ensure(newId(), 'contact'),
      ]);
      expect(new Set(keys.map(({ kid }) => kid)).size).toBe(3);
      expect(new Set(keys.map(({ key }) => key.toString('hex'))).size).toBe(3);
    });

    it('finds nothing that was never made', async () => {
      expect(await one.find(subject, 'contact')).toBeNull();
      if (foreignKid === 'absent') expect(await one.byKid(newId())).toBeNull();
      else await expect(one.byKid(newId())).rejects.toBeInstanceOf(StoreUnavailable);
    });

    it('gives parallel first users the same key', async () => {
      const keys = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? one : other).ensure(subject, 'content')));
      expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
    });

    it('destroys all keys of a subject, and of no other', async () => {
      const neighbour = await one.ensure(newId(), 'contact');
      const { kid } = await one.ensure(subject, 'contact');
      await one.ensure(subject, 'kyc');
      await one.destroy(subject);
      await one.destroy(subject);
      expect(await one.find(subject, 'contact')).toBeNull();
      expect(await one.find(subject, 'kyc')).toBeNull();
      expect(await one.byKid(kid)).toBeNull();
      expect(await one.byKid(neighbour.kid)).toEqual(neighbour);
    });

    it('destroys the keys of some purposes for ever, and leaves the others', async () => {
      const held = await one.ensure(subject, 'kyc');
      const { kid } = await one.ensure(subject, 'contact');
      await one.destroy(subject, ['contact', 'profile']);
      await other.destroy(subject, ['contact', 'profile']);
      expect([await other.find(subject, 'contact'), await other.byKid(kid)]).toEqual([null, null]);
      expect(await other.find(subject, 'kyc')).toEqual(held);
      for (const purpose of ['contact', 'profile']) {
        const late = await other.ensure(subject, purpose);
        expect(await one.byKid(late.kid)).toBeNull();
      }
      await one.destroy(subject);
      expect(await one.byKid(held.kid)).toBeNull();
    });

    it('keeps no key for a subject that was destroyed, so late data is erased at once', async () => {
      await one.destroy(subject);
      const late = await one.ensure(subject, 'contact');
      expect(late.key).toHaveLength(32);
      expect(await one.byKid(late.kid)).toBeNull();
      expect(await one.find(subject, 'contact')).toBeNull();
      expect((await one.ensure(subject, 'contact')).kid).not.toBe(late.kid);
    });

    it('takes any text for a subject, and tells like ones apart', async () => {
      const subjects = [
        subject,
        `${subject}/client`,
        `${subject}/freelancer`,
        `~${subject}`,
        `${subject} ü`,
        '..',
        `${subject}.`,
      ];
      const keys = await Promise.all(subjects.map((each) => one.ensure(each, 'seal')));
      expect(new Set(keys.map(({ kid }) => kid)).size).toBe(subjects.length);
      for (const [index, key] of keys.entries()) {
        expect(await other.find(subjects[index] ?? '', 'seal')).toEqual(key);
        expect(await other.byKid(key.kid)).toEqual(key);
      }
    });

    it('answers when it is asked whether it is there', async () => expect(await one.check()).toBeUndefined());

    it('writes a secret once', async () => {
      const name = `signing-${newId()}`;
      expect(await one.secret(name)).toBeNull();
      await one.putSecret(name, Buffer.from('first'));
      await other.putSecret(name, Buffer.from('first'));
      expect(await other.secret(name)).toEqual(Buffer.from('first'));
      await expect(other.putSecret(name, Buffer.from('second'))).rejects.toThrow('written once');
      expect(await one.secret(name)).toEqual(Buffer.from('first'));
    });
  });
};
