import { afterEach, describe, expect, it } from '@jest/globals';
import { InMemoryEventStore, InMemorySubjectKeys, metadataOf } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { eventually } from '@guildhall/testing';
import { Decoys } from '../credentials/decoys.js';
import { DestroyedKeys } from './destroyed-keys.js';

const AT = '2026-03-02T09:00:00.000Z';

describe('Keys of forgotten persons', () => {
  const running: DestroyedKeys[] = [];
  afterEach(async () => {
    for (const one of running.splice(0)) await one.beforeApplicationShutdown();
  });

  it('are destroyed again where a key store came back from a backup, those under hold are left', async () => {
    const log = new InMemoryEventStore();
    const keys = new InMemorySubjectKeys();
    const forgotten = async (subjectId: string, legalHoldUntil: string | null, ...more: readonly string[]) => {
      const ids = { commandId: newId(), correlationId: newId(), causationId: newId() };
      const metadata = metadataOf({ ...ids, actor: { kind: 'system', id: 'spec' }, occurredAt: AT, region: 'eu' }, 1);
      const data = { subjectId, pseudonymId: newId(), requestedAt: AT, legalHoldUntil };
      const types = ['ErasureRequested', 'SubjectForgotten', ...more];
      const events = types.map((type) => ({ id: newId(), type, data, metadata }));
      await log.append(`identity.subject-${subjectId}`, 'no_stream', events);
      for (const purpose of ['contact', 'kyc']) await keys.ensure(subjectId, purpose);
    };
    await forgotten('ada', null);
    await forgotten('ben', '2031-03-02T09:00:00.000Z');
    await forgotten('eve', '2021-03-02T09:00:00.000Z', 'HeldKeysDestroyed');
    await keys.ensure('kim', 'contact');
    const decoys = new Decoys();
    const wanted = { newEmail: 'new@example.org', newEmailHash: 'h', codeId: 'c', at: AT };
    for (const one of ['ada', 'kim']) decoys.handle(`${one}|email-change`, { type: 'AskEmailChange', data: wanted });
    const there = async () => {
      const found: string[] = [];
      for (const subject of ['ada', 'ben', 'eve', 'kim'])
        for (const purpose of ['contact', 'kyc']) if (await keys.find(subject, purpose)) found.push(`${subject} ${purpose}`);
      return found.join(', ');
    };
    const process = new DestroyedKeys(log, keys, { roles: ['processor'] }, { warn: () => undefined }, decoys);
    running.push(process);
    process.onModuleInit();
    await eventually('only what may be there is there', async () =>
      (await there()) === 'ben kyc, kim contact' ? true : undefined,
    );
    expect(await there()).toBe('ben kyc, kim contact');
    const open = (one: string) => decoys.stateOf(`${one}|email-change`).codes['email-change']?.newEmail;
    expect([open('ada'), open('kim')]).toEqual([undefined, 'new@example.org']);
  });
});
