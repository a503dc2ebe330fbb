import { SqliteSubjectKeys, VaultSubjectKeys, type SubjectKeys, type VaultSignIn } from '@guildhall/event-sourcing';
import type { KeyStorePlace } from '../config/key-store.js';
import type { ServiceConfig } from '../config/service-config.js';

/**
 * The key store that a configuration names, without a cache: a file, or a server. Of a configuration that follows its files each sign-in
 * takes the token of that moment. `onTrouble` is told, in a sentence, of a token that is not renewed. Errors: `StoreUnavailable` where a
 * file cannot be opened; a server need not be there yet.
 */
export const connectSubjectKeys = (
  config: Pick<ServiceConfig, 'subjectKeys'>,
  onTrouble: (sentence: string) => void,
): SubjectKeys => {
  const place = config.subjectKeys;
  switch (place.kind) {
    case 'file':
      return new SqliteSubjectKeys(place.path);
    case 'vault':
      return new VaultSubjectKeys({ ...place, signIn: signInOf(config, place), onTrouble });
  }
};

const signInOf = (config: Pick<ServiceConfig, 'subjectKeys'>, place: Extract<KeyStorePlace, { kind: 'vault' }>): VaultSignIn => {
  const token = (): string => {
    const { subjectKeys: now } = config;
    return now.kind === 'vault' ? now.token : place.token;
  };
  const { auth, kubernetesMount: mount, role } = place;
  return auth === 'token' ? { kind: 'token', token } : { kind: 'kubernetes', mount, role, token };
};
