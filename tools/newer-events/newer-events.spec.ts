import { describe, expect, it } from '@jest/globals';
import type { Projection } from '@guildhall/event-sourcing';
import { newId, SERVICES, type ServiceName } from '@guildhall/kernel';
import type { ServiceDefinition } from '@guildhall/service-kit';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { definition as contracts } from '../../services/contracts/src/contracts.service.js';
import { definition as disputes } from '../../services/disputes/src/disputes.service.js';
import { gigsService as gigs } from '../../services/gigs/src/gigs.service.js';
import { definition as identity } from '../../services/identity/src/identity.service.js';
import { definition as payments } from '../../services/payments/src/payments.service.js';
import { definition as reputation } from '../../services/reputation/src/reputation.service.js';

const ROOT = resolve(import.meta.dirname, '../..');
const definitions: Readonly<Record<ServiceName, ServiceDefinition>> = {
  identity,
  gigs,
  contracts,
  payments,
  disputes,
  reputation,
};
/** They keep a line of every event, whatever its type. */
const KEEPS_ALL = ['contract-timelines', 'wallet-entries', 'statement-lines'];

type Sample = Readonly<{ type: string; data: object }>;
/** The three shapes in which services record their events. */
type Recorded = Sample | readonly Sample[] | Readonly<{ events: readonly Sample[] }>;
const isList = (recorded: Recorded): recorded is readonly Sample[] => Array.isArray(recorded);
const recordedIn = (recorded: Recorded): readonly Sample[] => {
  if (isList(recorded)) return recorded;
  return 'events' in recorded ? recorded.events : [recorded];
};
type Seen = Parameters<Projection['reduce']>[1];

const samplesOf = (service: ServiceName): readonly Sample[] => {
  const folder = join(ROOT, 'services', service, 'src', 'domain');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /samples\/.*\.json$/.test(file));
  return files.flatMap((file) => recordedIn(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recorded));
};

const seen = (category: string, { type, data }: Sample): Seen => ({
  ...{ id: newId(), type, data, stream: `${category}-a`, streamKey: 'a', revision: 7n, position: 700n },
  ...{ occurredAt: '2026-03-01T00:00:00.000Z', recordedAt: '2026-03-01T00:00:00.000Z', policyRefs: {} },
  actor: { kind: 'system', id: 'process:spec' },
});

/** Every document that one recorded event makes by itself, as `[id, document]`. */
const documentsOf = (service: ServiceName, projection: Projection): readonly (readonly [string, object])[] => {
  const { storages } = definitions[service];
  return projection.from.flatMap((category) => {
    const types = Object.keys(storages.find((storage) => storage.category === category)?.schemaVersions ?? {});
    const events = samplesOf(service).filter(({ type }) => types.includes(type));
    return events.flatMap((sample) => {
      const event = seen(category, sample);
      const ids: readonly string[] = projection.ids(event) ?? [];
      return ids.flatMap((id) => {
        const document: object | null | undefined = projection.reduce(null, event, id);
        return document ? [[id, document] as const] : [];
      });
    });
  });
};

/** While an upgrade is rolled out, the old version projects what the new one writes (operators.md, compatibility N-1). */
describe.each(SERVICES)('Read models of %s, when an event comes whose type only a newer version knows', (service) => {
  it.each(definitions[service].projections.map((projection) => [projection.name, projection] as const))(
    '%s stays as it was',
    (name, projection) => {
      const documents = documentsOf(service, projection);
      expect(documents.length).toBeGreaterThan(0);
      const newer = seen(projection.from[0] ?? '', { type: 'WrittenByTheNextVersion', data: {} });
      const ids: readonly string[] = projection.ids(newer) ?? [];
      for (const [id, document] of documents) {
        const touched = ids.length > 0;
        const after: object | null | undefined = touched ? projection.reduce(document, newer, id) : document;
        if (KEEPS_ALL.includes(name)) continue;
        expect(after ?? document).toEqual(document);
      }
    },
  );
});
