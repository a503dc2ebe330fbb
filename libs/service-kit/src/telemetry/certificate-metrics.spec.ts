import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tellAuthorities } from './certificate-metrics.js';
import { METRIC } from './metrics-registry.js';
import { createBareRegistry } from './metrics.js';

/** Ends on 1 January 2090, 23:22:26 UTC. */
const SOONER = `-----BEGIN CERTIFICATE-----
MIIBazCCARKgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlhdXRob3Jp
dHkwIBcNMjYxMTIyMjMyMjI2WhgPMjA5MDAxMDEyMzIyMjZaMBQxEjAQBgNVBAMM
CWF1dGhvcml0eTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPoEWHjA03Dc9T/1
ybI0+fgWGOXhqHC9IV2Axmmol8vhnPzf0xCWWOr5k67m/Sk4BnYBKhZxNEJ1rP1P
cCirHmCjUzBRMB0GA1UdDgQWBBSI2o2IUwY+hKhqQSRx/Z4AhU/Y4zAfBgNVHSME
GDAWgBSI2o2IUwY+hKhqQSRx/Z4AhU/Y4zAPBgNVHRMBAf8EBTADAQH/MAoGCCqG
SM49BAMCA0cAMEQCIGXRmJkgjcSFJqThsgKs7ZtD3QmV3p1XNN6EDA7F+vxFAiBW
W1R/PIN7vvyQ9HKGY274Qm1Qxnnpe33LDM8vSFG6Kw==
-----END CERTIFICATE-----
`;
/** Ends on 1 January 2099, 23:22:26 UTC. */
const LATER = `-----BEGIN CERTIFICATE-----
MIIBazCCARKgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlhdXRob3Jp
dHkwIBcNMjYxMTIyMjMyMjI2WhgPMjA5OTAxMDEyMzIyMjZaMBQxEjAQBgNVBAMM
CWF1dGhvcml0eTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPoEWHjA03Dc9T/1
ybI0+fgWGOXhqHC9IV2Axmmol8vhnPzf0xCWWOr5k67m/Sk4BnYBKhZxNEJ1rP1P
cCirHmCjUzBRMB0GA1UdDgQWBBSI2o2IUwY+hKhqQSRx/Z4AhU/Y4zAfBgNVHSME
GDAWgBSI2o2IUwY+hKhqQSRx/Z4AhU/Y4zAPBgNVHRMBAf8EBTADAQH/MAoGCCqG
SM49BAMCA0cAMEQCIF9PtZtkBuG7zbukYQ7cmKhQQVvRb3KqqcniscUsMAB9AiB2
ZZjB/hPEN5IJkVH9dTJ4YXjUSfOWj5Rs+H0MG5MGJw==
-----END CERTIFICATE-----
`;
const seconds = (instant: string): number => Date.parse(instant) / 1_000;

describe('Authorities of stores', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-authorities-'));
    writeFileSync(join(folder, 'bundle.crt'), LATER + SOONER);
    writeFileSync(join(folder, 'later.crt'), LATER);
    writeFileSync(join(folder, 'text.crt'), 'no certificate');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const told = async (config: Parameters<typeof tellAuthorities>[1]) => {
    const metrics = createBareRegistry();
    const unreadable = tellAuthorities(metrics, config);
    const found = await metrics.getSingleMetric(METRIC.certificateExpiry.name)?.get();
    return {
      unreadable,
      ends: Object.fromEntries((found?.values ?? []).map(({ labels, value }) => [labels['certificate'], value])),
    };
  };
  const file = (name: string): string => encodeURIComponent(join(folder, name));

  it('are told by when the first of a bundle ends', async () =>
    expect(
      await told({
        eventStoreUrl: `esdb://gigs:secret@store:2113?tlsCaFile=${file('bundle.crt')}`,
        mongodbUrl: `mongodb://gigs:secret@documents/gigs?tls=true&tlsCAFile=${file('later.crt')}`,
        kafkaSecurity: { kind: 'tls', ca: SOONER },
        subjectKeys: { kind: 'vault', ca: LATER },
      }),
    ).toEqual({
      unreadable: [],
      ends: {
        'event-store-authority': seconds('2090-01-01T23:22:26Z'),
        'mongo-authority': seconds('2099-01-01T23:22:26Z'),
        'kafka-authority': seconds('2090-01-01T23:22:26Z'),
        'key-store-authority': seconds('2099-01-01T23:22:26Z'),
      },
    }));

  it('of the system are not told', async () =>
    expect(
      await told({
        eventStoreUrl: 'esdb://store:2113',
        mongodbUrl: 'mongodb://documents/gigs',
        kafkaSecurity: { kind: 'tls', ca: null },
        subjectKeys: { kind: 'vault', ca: null },
      }),
    ).toEqual({ unreadable: [], ends: {} }));

  it('that cannot be read are named, and nothing is told of them', async () =>
    expect(
      await told({
        eventStoreUrl: `esdb://store:2113?tlsCAFile=${file('gone.crt')}`,
        mongodbUrl: `mongodb://documents/gigs?tlsCAFile=${file('text.crt')}`,
        kafkaSecurity: { kind: 'plaintext' },
        subjectKeys: { kind: 'file' },
      }),
    ).toEqual({ unreadable: ['event-store-authority', 'mongo-authority'], ends: {} }));
});
