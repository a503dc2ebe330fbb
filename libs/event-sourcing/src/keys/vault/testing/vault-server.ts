import type { ServiceName } from '@guildhall/kernel';
import { VaultSubjectKeys } from '../vault-subject-keys.js';
import type { VaultPlaces } from '../vault.options.js';

/** Whom a token is for: a service with the rights of its policy, or one that may do everything. */
export type TokenOwner = ServiceName | 'everything';

/** `seconds`: a life that renewals prolong, up to `lastSeconds` in all; 0: without end or bound. */
export type TokenLife = Readonly<{ seconds: number; lastSeconds: number }>;

/** A key store to test against: the real program or the stand-in. `ca`: PEM, null without TLS. */
export interface VaultServer {
  readonly url: string;
  readonly ca: string | null;
  readonly places: VaultPlaces;
  token(owner: TokenOwner, life?: TokenLife): Promise<string>;
  revoke(token: string): Promise<void>;
  stop(): Promise<void>;
}

export const TEST_PLACES: VaultPlaces = { mount: 'guildhall', transitMount: 'transit', kek: 'guildhall' };
export const ENDLESS: TokenLife = { seconds: 0, lastSeconds: 0 };

/** A handle as one process of `owner` has it. */
export const keysOn = async (server: VaultServer, owner: TokenOwner): Promise<VaultSubjectKeys> => {
  const token = await server.token(owner);
  return keysWith(server, () => token);
};

export const keysWith = (
  { url, ca, places }: Pick<VaultServer, 'url' | 'ca' | 'places'>,
  token: () => string,
  onTrouble: (sentence: string) => void = () => undefined,
): VaultSubjectKeys =>
  new VaultSubjectKeys({ ...places, url, ca, signIn: { kind: 'token', token }, timeoutMs: 10_000, onTrouble });
