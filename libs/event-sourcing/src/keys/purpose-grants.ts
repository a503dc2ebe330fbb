import type { PersonalField, ServiceName } from '@guildhall/kernel';

/** What keys are for: the personal fields of events, and `seal`, whose keys belong to a pair and side instead of a person. */
export type KeyPurpose = PersonalField['purpose'] | 'seal';

/**
 * Who may make and read the keys of a purpose where the key store knows its callers (security.md, Purposes): the services whose own
 * events carry such fields, and identity for all that belongs to a person, as it says what is left of them and destroys it.
 */
export const PURPOSE_GRANTS: Readonly<Record<KeyPurpose, readonly ServiceName[]>> = {
  contact: ['identity'],
  profile: ['identity'],
  content: ['identity', 'gigs', 'contracts', 'disputes', 'reputation'],
  kyc: ['identity'],
  invoices: ['identity', 'payments'],
  seal: ['disputes', 'reputation'],
};

/** The one service that destroys keys. */
export const DESTROYER: ServiceName = 'identity';

const isPersonal = (purpose: string): purpose is PersonalField['purpose'] => purpose !== 'seal';

export const KEY_PURPOSES = Object.keys(PURPOSE_GRANTS) as readonly KeyPurpose[];

/** Purposes of keys that belong to a person and go with them. */
export const PERSONAL_PURPOSES: readonly PersonalField['purpose'][] = KEY_PURPOSES.filter(isPersonal);

/** The purposes whose keys a service may make and read. */
export const purposesOf = (service: ServiceName): readonly KeyPurpose[] =>
  KEY_PURPOSES.filter((purpose) => PURPOSE_GRANTS[purpose].includes(service));
