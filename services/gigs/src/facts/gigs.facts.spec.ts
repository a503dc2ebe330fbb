import { describe, expect, it } from '@jest/globals';
import { catalogue, validateOnWrite } from '@guildhall/event-catalogue';
import type { StoredEvent } from '@guildhall/event-sourcing';
import brief from '../domain/brief/samples/brief.v1.json' with { type: 'json' };
import gig from '../domain/gig/samples/gig.v1.json' with { type: 'json' };
import proposal from '../domain/proposal/samples/proposal.v1.json' with { type: 'json' };
import { gigsFacts } from './gigs.facts.js';

const samples = new Map<string, object>(
  [['gigs.brief', brief.events] as const, ['gigs.gig', gig.events] as const, ['gigs.proposal', proposal.events] as const].flatMap(
    ([category, events]) => events.map(({ type, data }) => [`${category}/${type}`, data] as const),
  ),
);
const stored = (category: string, type: string): StoredEvent => ({
  id: '284f03a4-333a-59fd-bf39-b303299254a8',
  type,
  data: samples.get(`${category}/${type}`) ?? {},
  metadata: {
    $correlationId: 'c',
    $causationId: 'c',
    commandId: 'c',
    actor: { kind: 'system', id: 'spec' },
    occurredAt: '2026-03-02T09:00:00.000Z',
    schemaVersion: 1,
    policyRefs: {},
    region: 'eu',
  },
  stream: `${category}-x`,
  category,
  streamKey: 'x',
  revision: 0n,
  position: 1n,
  recordedAt: '2026-03-02T09:00:00.000Z',
});

describe('Facts of gigs', () => {
  it('are all that the catalogue owes to gigs', () => {
    const owned = catalogue.filter(({ owner }) => owner === 'gigs').map(({ type }) => type);
    expect(gigsFacts.map(({ fact }) => fact.type).sort()).toEqual([...owned].sort());
  });

  it.each(gigsFacts.map((mapping) => [mapping.event, mapping] as const))(
    '%s fits its closed schema, without free text',
    (type, mapping) => {
      const data = mapping.data(stored(mapping.category, type));
      expect(() => validateOnWrite(mapping.fact.type, data)).not.toThrow();
      expect(JSON.stringify(data)).not.toMatch(/"(coverNote|title|description|authorAccountId|slug)":/);
    },
  );
});
