import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { catalogue, validateOnWrite } from '@guildhall/event-catalogue';
import type { StoredEvent } from '@guildhall/event-sourcing';
import type { GoldenSample } from '@guildhall/testing';
import { contractFacts } from './contract.facts.js';

const folder = new URL('../domain/contract/samples/', import.meta.url);
const samples = new Map(
  readdirSync(folder).map((file) => {
    const sample = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as GoldenSample;
    return [sample.type, sample] as const;
  }),
);
const CONTRACT = '29dc703c-94d4-5e5b-80dd-d81a22148c6f';
const stored = (type: string): StoredEvent => ({
  id: '284f03a4-333a-59fd-bf39-b303299254a8',
  type,
  data: samples.get(type)?.data ?? {},
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
  stream: `contracts.contract-${CONTRACT}`,
  category: 'contracts.contract',
  streamKey: CONTRACT,
  revision: 0n,
  position: 1n,
  recordedAt: '2026-03-02T09:00:00.000Z',
});

describe('Facts of contracts', () => {
  it('are all that the catalogue owes to contracts', () => {
    const owned = catalogue.filter(({ owner }) => owner === 'contracts').map(({ type }) => type);
    expect(contractFacts.map(({ fact }) => fact.type).sort()).toEqual([...owned].sort());
  });

  it.each(contractFacts.map((mapping) => [mapping.event, mapping] as const))(
    '%s fits its closed schema, personal text left out',
    (type, mapping) => {
      const data = mapping.data(stored(type));
      expect(() => validateOnWrite(mapping.fact.type, data)).not.toThrow();
      expect(data).toMatchObject({ contractId: CONTRACT });
      expect(JSON.stringify(data)).not.toMatch(/note|fileNames|authorAccountId/);
    },
  );
});
