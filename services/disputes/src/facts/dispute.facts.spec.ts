import { describe, expect, it } from '@jest/globals';
import { catalogue, validateOnWrite } from '@guildhall/event-catalogue';
import type { StoredEvent } from '@guildhall/event-sourcing';
import samples from '../domain/dispute/samples/dispute.v1.json' with { type: 'json' };
import { disputeFacts } from './dispute.facts.js';

const DISPUTE = 'fc502577-33d8-5fb7-953e-bf0c75ad7db0';
const stored = (type: string): StoredEvent => ({
  id: '284f03a4-333a-59fd-bf39-b303299254a8',
  type,
  data: samples.find((sample) => sample.type === type)?.data ?? {},
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
  stream: `disputes.dispute-${DISPUTE}`,
  category: 'disputes.dispute',
  streamKey: DISPUTE,
  revision: 0n,
  position: 1n,
  recordedAt: '2026-03-02T09:00:00.000Z',
});

describe('Facts of disputes', () => {
  it('are all that the catalogue owes to disputes', () => {
    const owned = catalogue.filter(({ owner }) => owner === 'disputes').map(({ type }) => type);
    expect(disputeFacts.map(({ fact }) => fact.type).sort()).toEqual([...owned].sort());
  });

  it.each(disputeFacts.map((mapping) => [mapping.event, mapping] as const))(
    '%s fits its closed schema, what people wrote left out',
    (type, mapping) => {
      const data = mapping.data(stored(type));
      expect(() => validateOnWrite(mapping.fact.type, data)).not.toThrow();
      expect(data).toMatchObject({ disputeId: DISPUTE });
      expect(JSON.stringify(data)).not.toMatch(/statement|reasons"|authorAccountId|sealed/);
    },
  );
});
