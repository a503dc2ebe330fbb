import { vaultRules } from '../vault-policy.js';
import { VaultStandIn } from './vault-stand-in.js';
import { ENDLESS, TEST_PLACES, type VaultServer } from './vault-server.js';

/** The stand-in as suites for any server see it. */
export type StandInServer = VaultServer & Readonly<{ standIn: VaultStandIn }>;

export const startStandIn = async (): Promise<StandInServer> => {
  const standIn = await VaultStandIn.start(TEST_PLACES);
  return {
    standIn,
    get url() {
      return standIn.url;
    },
    ca: null,
    places: TEST_PLACES,
    token: async (owner, life = ENDLESS) =>
      standIn.tokens.issue({ ...life, grant: owner === 'everything' ? owner : vaultRules(owner, TEST_PLACES) }),
    revoke: async (token) => standIn.tokens.revoke(token),
    stop: () => standIn.stop(),
  };
};
