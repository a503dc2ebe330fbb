import { describe, expect, it } from '@jest/globals';
import { validateOnWrite, type FactDefinition } from '@guildhall/event-catalogue';
import type { StoredEvent } from '@guildhall/event-sourcing';
import type { FactMapping } from '@guildhall/messaging';
import accountSamples from '../domain/account/samples/account-v1.json' with { type: 'json' };
import clockSamples from '../domain/clock/samples/clock-v1.json' with { type: 'json' };
import organisationSamples from '../domain/organisation/samples/organisation-v1.json' with { type: 'json' };
import sessionSamples from '../domain/session/samples/session-v1.json' with { type: 'json' };
import signingKeySamples from '../domain/signing-key/samples/signing-key-v1.json' with { type: 'json' };
import subjectSamples from '../domain/subject/samples/subject-v1.json' with { type: 'json' };
import { subjectFacts } from './subject.facts.js';
import { accountFacts, organisationFacts, sandboxClockFacts, sessionFacts, signingKeyFacts } from './identity.facts.js';

type Sample = Readonly<{ type: string; data: object }>;
const told = (mappings: readonly FactMapping[], samples: readonly Sample[]): readonly (readonly [FactDefinition, object])[] =>
  mappings.map((mapping) => {
    const sample = samples.find(({ type }) => type === mapping.event);
    return [mapping.fact, mapping.data({ ...sample } as StoredEvent) as object];
  });

const facts = [
  ...told(accountFacts, accountSamples),
  ...told(organisationFacts, organisationSamples),
  ...told(sessionFacts, sessionSamples),
  ...told(signingKeyFacts, signingKeySamples),
  ...told(sandboxClockFacts, clockSamples),
  ...told(subjectFacts, subjectSamples),
];
const names = facts.map(([fact]) => fact.name).sort();

describe('What identity tells of accounts, sessions and organisations', () => {
  it('is every fact of this part of the catalogue', () =>
    expect(names).toEqual(
      [
        ...['AccountClosed', 'AccountRegistered', 'OrganisationCreated', 'ProfilePublished', 'RoleGranted', 'RoleWithdrawn'],
        ...['SandboxClockMoved', 'SeatGranted', 'SeatRevoked', 'SessionRevoked', 'SigningKeyPublished'],
        ...['SubjectForgotten', 'SubjectForgotten'],
      ].sort(),
    ));

  it.each(facts.map(([fact, data]) => [fact.name, fact, data] as const))('fits the schema: %s', (_, fact, data) =>
    expect(() => validateOnWrite(fact.type, data)).not.toThrow(),
  );

  it('holds no address, name, text, password or device', () => {
    const text = JSON.stringify(facts.map(([, data]) => data));
    for (const personal of ['@', 'Ada', 'copy', 'Nordlicht', 'argon2', 'curl', '192.0.2', 'joins', 'agreed'])
      expect(text).not.toContain(personal);
  });
});
