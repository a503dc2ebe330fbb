import type { ServiceName } from '@guildhall/kernel';
import { DESTROYER, PERSONAL_PURPOSES, purposesOf } from '../purpose-grants.js';
import { SECRETS } from './key-place.js';
import type { VaultPlaces } from './vault.options.js';

/** One rule of a policy: what may be done below a path; `*` ends a path that others begin with. */
export type VaultRule = Readonly<{
  why: string;
  path: string;
  capabilities: readonly ('create' | 'read' | 'update' | 'delete')[];
}>;

/**
 * What a service may do in a key store, all else being denied: keys of its purposes, its own secrets, the wrapping key. Nobody may update
 * a key, so none can be overwritten, and only identity may delete one.
 */
export const vaultRules = (service: ServiceName, { mount, transitMount, kek }: VaultPlaces): readonly VaultRule[] => [
  ...purposesOf(service).map((purpose): VaultRule => ({
    why: `keys of ${purpose}: made where none is, and read`,
    path: `${mount}/data/${purpose}/*`,
    capabilities: ['create', 'read'],
  })),
  ...(service === DESTROYER ? PERSONAL_PURPOSES : []).map((purpose): VaultRule => ({
    why: `keys of ${purpose}: destroyed with all versions`,
    path: `${mount}/metadata/${purpose}/*`,
    capabilities: ['delete'],
  })),
  {
    why: 'secrets of its own: written once, and read',
    path: `${mount}/data/${SECRETS}/${service}.*`,
    capabilities: ['create', 'read'],
  },
  { why: 'keys are wrapped', path: `${transitMount}/encrypt/${kek}`, capabilities: ['update'] },
  { why: 'keys are unwrapped', path: `${transitMount}/decrypt/${kek}`, capabilities: ['update'] },
  { why: 'the token is looked at', path: 'auth/token/lookup-self', capabilities: ['read'] },
  { why: 'the token is renewed', path: 'auth/token/renew-self', capabilities: ['update'] },
];

/** The rules as a policy document of HashiCorp Vault and OpenBao (HCL). */
export const vaultPolicy = (service: ServiceName, places: VaultPlaces): string =>
  vaultRules(service, places)
    .map(({ why, path, capabilities }) => {
      const granted = capabilities.map((one) => JSON.stringify(one)).join(', ');
      return `# ${why}\npath ${JSON.stringify(path)} {\n  capabilities = [${granted}]\n}\n`;
    })
    .join('\n');
