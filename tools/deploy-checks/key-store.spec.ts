import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PERSONAL_PURPOSES, purposesOf, vaultPolicy, type KeyPurpose } from '@guildhall/event-sourcing';
import { SERVICES, type ServiceName } from '@guildhall/kernel';
import type { ServiceDefinition } from '@guildhall/service-kit';
import { parse } from 'yaml';
import { definition as contracts } from '../../services/contracts/src/contracts.service.js';
import { definition as disputes } from '../../services/disputes/src/disputes.service.js';
import { gigsService as gigs } from '../../services/gigs/src/gigs.service.js';
import { definition as identity } from '../../services/identity/src/identity.service.js';
import { definition as payments } from '../../services/payments/src/payments.service.js';
import { definition as reputation } from '../../services/reputation/src/reputation.service.js';
import { ROOT } from './optional-tool.js';

const EXAMPLE = 'deploy/examples/09-key-store';
const definitions: Readonly<Record<ServiceName, ServiceDefinition>> = {
  identity,
  gigs,
  contracts,
  payments,
  disputes,
  reputation,
};
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Purposes of the personal fields of a service's own events, and `seal` where its sources seal by themselves. */
const usedBy = (service: ServiceName): ReadonlySet<KeyPurpose> => {
  const fields = definitions[service].storages.flatMap(({ personal }) => Object.values(personal ?? {}));
  const folder = join(ROOT, 'services', service, 'src');
  const seals = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .some((file) => /\bsealEnvelope\(/.test(readFileSync(join(folder, file), 'utf8')));
  const purposes = fields.flatMap((byName) => Object.values(byName ?? {}).map(({ purpose }): KeyPurpose => purpose));
  return new Set([...purposes, ...(seals ? (['seal'] as const) : [])]);
};

describe('Grants of the key store', () => {
  it.each(SERVICES.filter((service) => service !== 'identity'))('of %s are what its events need, and no more', (service) =>
    expect([...purposesOf(service)].sort()).toEqual([...usedBy(service)].sort()),
  );

  it('of identity are all that belongs to a person, which it destroys', () => {
    expect(purposesOf('identity')).toEqual(PERSONAL_PURPOSES);
    for (const purpose of usedBy('identity')) expect(PERSONAL_PURPOSES).toContain(purpose);
  });
});

describe('The example of a key store', () => {
  const places = { mount: 'guildhall', transitMount: 'transit', kek: 'guildhall' };

  it('has one policy a service, as the table says', () => {
    expect(readdirSync(join(ROOT, EXAMPLE, 'policies')).sort()).toEqual(SERVICES.map((service) => `${service}.hcl`).sort());
    for (const service of SERVICES)
      expect(read(join(EXAMPLE, 'policies', `${service}.hcl`))).toMatch(new RegExp(`^# Made by[^\n]+\n\n`));
    for (const service of SERVICES)
      expect(
        read(join(EXAMPLE, 'policies', `${service}.hcl`))
          .split('\n\n')
          .slice(1)
          .join('\n\n'),
      ).toBe(vaultPolicy(service, places));
  });

  it('sets up the places that the chart names, for every service', () => {
    const { externals } = parse(read('deploy/chart/values.yaml')) as {
      externals: { keyStore: Readonly<Record<string, unknown>> };
    };
    expect(externals.keyStore).toMatchObject(places);
    const script = read(join(EXAMPLE, 'set-up.sh'));
    expect(script).toContain(`for service in ${SERVICES.join(' ')}; do`);
    expect(script).toContain(`transit/keys/${places.kek}`);
  });
});
