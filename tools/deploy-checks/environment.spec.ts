import { describe, expect, it, jest } from '@jest/globals';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { ConfigError, type Environment } from '@guildhall/service-kit';
import { parse } from 'yaml';
import { SERVICES, type ServiceName } from '@guildhall/kernel';
import { readServiceConfig } from '../configuration/read-service-config.js';
import { deploymentSpec, ofKind, snapshots, type Manifest } from './manifests.js';
import { ROOT } from './optional-tool.js';
import { READ_ELSEWHERE } from '../configuration/read-elsewhere.mjs';

/** Programs are started on a machine that may be busy; in ms. */
jest.setTimeout(120_000);

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const variablesReadIn = (text: string): readonly string[] =>
  [...text.matchAll(/\bread\.(\w+)(?:<[^>]*>)?\(\s*'([A-Z][A-Z_]+)'/g)].map(([, method, name]) =>
    method === 'formerSecret' ? `${name ?? ''}_FORMER` : (name ?? ''),
  );
const variablesOf = (service: ServiceName): readonly string[] => [
  ...variablesReadIn(read('libs/service-kit/src/config/read-config.ts')),
  ...variablesReadIn(read('libs/service-kit/src/config/secure-stores.ts')),
  ...variablesReadIn(read('libs/service-kit/src/config/key-store.ts')),
  ...variablesReadIn(read(`services/${service}/src/config.ts`)),
];

type Given = readonly Readonly<{ name: string; value?: string }>[];
const environmentsOf = (manifests: readonly Manifest[], service: ServiceName): readonly Given[] =>
  ofKind(manifests, 'Deployment')
    .filter(({ metadata }) => metadata.labels?.['guildhall/service'] === service)
    .map((one) => deploymentSpec(one).template.spec.containers[0]?.env ?? []);
/** A variable in a file counts by the name it stands for. */
const nameOf = (name: string): string => (name.endsWith('_FILE') ? name.slice(0, -5) : name);

const awaited = (): readonly string[] => {
  const section = read('docs/operators/unproven.md').split('## Handed over, not yet read')[1] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name ?? ''));
};

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const jwk = (key: typeof publicKey) => JSON.stringify({ ...key.export({ format: 'jwk' }), kid: 'first' });
/** Contents of the secrets as the chart's README asks for them. */
const contentOf = (path: string, service: ServiceName): string => {
  if (path.endsWith('public.jwk')) return jwk(publicKey);
  if (path.endsWith('private.jwk')) return jwk(privateKey);
  if (path.endsWith('event-store/url')) return `esdb://${service}:secret@event-store:2113`;
  if (path.endsWith('ca.crt')) return rootCertificates[0] ?? '';
  if (path.endsWith('mongo/url')) return `mongodb://${service}:secret@mongodb/guildhall_${service}?tls=true`;
  return randomBytes(32).toString('base64url');
};

const faultsOf = (given: Given, service: ServiceName): readonly string[] => {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-environment-'));
  try {
    const env: Environment = Object.fromEntries(
      given.map(({ name, value }, index) => {
        if (!name.endsWith('_FILE')) return [name, value];
        const file = join(folder, String(index));
        writeFileSync(file, contentOf(value ?? '', service));
        return [name, file];
      }),
    );
    readServiceConfig(service, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

describe.each([...snapshots])('The environment of %s', (_, manifests) => {
  it.each(SERVICES)('starts %s in production in every role', (service) => {
    const environments = environmentsOf(manifests, service);
    expect(environments).toHaveLength(4);
    for (const given of environments) expect(faultsOf(given, service)).toEqual([]);
  });

  it('gives no variable twice, and no secret in clear', () => {
    for (const given of SERVICES.flatMap((service) => environmentsOf(manifests, service))) {
      const names = given.map(({ name }) => nameOf(name));
      expect(new Set(names).size).toBe(names.length);
      expect(given.filter(({ name }) => /(SECRET|PASSWORD|TOKEN|_KEY)$/.test(name)).map(({ name }) => name)).toEqual([]);
    }
  });
});

describe('Keys that are rotated', () => {
  it.each(SERVICES)('of %s are those whose former value its configuration takes', (service) => {
    const rotated = parse(read('deploy/chart/files/rotated.yaml')) as Readonly<Record<ServiceName, readonly string[]>>;
    const own = parse(read('deploy/chart/files/variables.yaml')) as Readonly<Record<ServiceName, readonly string[]>>;
    const former = variablesOf(service).filter((name) => own[service].some((key) => name === `${key}_FORMER`));
    expect(rotated[service].map((key) => `${key}_FORMER`).sort()).toEqual([...former].sort());
  });
});

describe('Variables that no service reads yet', () => {
  it('are exactly those that the operators are told of', () => {
    const unread = SERVICES.flatMap((service) => {
      const known = new Set([...variablesOf(service), ...Object.keys(READ_ELSEWHERE)]);
      return [...snapshots.values()]
        .flatMap((manifests) => environmentsOf(manifests, service).flat())
        .map(({ name }) => nameOf(name))
        .filter((name) => !known.has(name));
    });
    expect([...new Set(unread)].sort()).toEqual([...awaited()].sort());
  });
});
