import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { newId } from '@guildhall/kernel';
import { testFact, type TestService } from '@guildhall/service-kit';
import { IdentityAggregates } from '../../application/identity-aggregates.js';
import { MailedCodes } from '../../application/credentials/mailed-codes.js';
import type { AccountCommand } from '../../domain/account/account.decider.js';
import { definition } from '../../identity.service.js';
import { notifierPart } from '../../notifier.part.js';
import type { OutboxMessage } from '../../notifier/outbox.js';
import { servicesOfParts } from '../../testing/part-service.js';
import { organise, register } from '../../testing/people.js';

const AT = '2026-03-02T09:00:00.000Z';

describe('The notifier', () => {
  let outboxDir: string;
  let service: TestService;

  const start = () => servicesOfParts([notifierPart], { config: { outboxDir, codeHmacKey: Buffer.alloc(32, 7) } });
  beforeEach(async () => {
    outboxDir = await mkdtemp(join(tmpdir(), 'outbox-'));
    service = await start();
  });
  afterEach(async () => {
    await service.close();
    await rm(outboxDir, { recursive: true });
  });

  const outbox = async (): Promise<readonly OutboxMessage[]> => {
    const names = (await readdir(outboxDir)).sort();
    return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(outboxDir, name), 'utf8')) as OutboxMessage));
  };
  const told = async (): Promise<readonly string[]> => (await outbox()).map(({ template, to }) => `${template} ${to}`).sort();

  const aggregates = () => service.app.get(IdentityAggregates, { strict: false });
  const ask = (accountId: string, command: AccountCommand) => {
    const ids = { commandId: newId(), correlationId: newId(), causationId: newId() };
    const actor = { kind: 'account', id: accountId } as const;
    return aggregates().accounts.handle(accountId, command, { ...ids, actor, occurredAt: AT, region: 'eu' });
  };
  const person = (email: string): Promise<string> => register(service, { email });

  it('mails the code of a verification, which is stored nowhere', async () => {
    const accountId = await person('ada@example.org');
    await ask(accountId, { type: 'AskVerification', data: { codeId: 'c1', at: AT } });
    await service.settled();
    const code = service.app.get(MailedCodes, { strict: false }).codeOf({ accountId, purpose: 'verify', codeId: 'c1' });
    expect(await outbox()).toEqual([
      expect.objectContaining({ template: 'email-verification', to: 'ada@example.org', partyId: accountId, locale: 'de-DE' }),
    ]);
    expect((await outbox())[0]?.data).toMatchObject({ code });
    for await (const event of service.log.readAll({ prefixes: ['identity.'] })) {
      expect(JSON.stringify(event.data)).not.toContain(code);
      expect(JSON.stringify(event.data)).not.toContain('ada@example.org');
    }
  });

  it('tells both addresses of an e-mail change, the code to the new one only', async () => {
    const accountId = await person('old@example.org');
    const data = { newEmail: 'new@example.org', newEmailHash: 'h', codeId: 'c2', at: AT };
    await ask(accountId, { type: 'AskEmailChange', data });
    await service.settled();
    expect(await told()).toEqual(['email-change-new new@example.org', 'email-change-old old@example.org']);
    const withCode = (await outbox()).filter(({ data: told }) => 'code' in told);
    expect(withCode.map(({ to }) => to)).toEqual(['new@example.org']);
  });

  it('keeps a fact of a contract until its parties are known, and sends each notice once', async () => {
    const freelancer = await person('free@example.org');
    const owner = await person('owner@example.org');
    const client = await organise(service, owner);
    const ids = { contractId: newId(), milestoneId: newId() };
    const submitted = testFact(FACT.MilestoneSubmitted, {
      ...ids,
      deliverableVersion: 1,
      contentHash: `sha256:${'0'.repeat(64)}`,
      submittedAt: AT,
      aiUse: 'none',
    });
    await service.hear(submitted);
    await service.settled();
    expect(await outbox()).toEqual([]);
    const offered = testFact(FACT.ContractOffered, {
      contractId: ids.contractId,
      clientPartyId: client,
      freelancerPartyId: freelancer,
      origin: { kind: 'proposal', id: newId() },
      pricingModel: 'fixed',
      currency: 'USD',
      termsHash: `sha256:${'1'.repeat(64)}`,
      expiresAt: AT,
    });
    for (const fact of [offered, submitted, offered]) await service.hear(fact);
    await service.settled();
    const expected = [
      'contract-offered free@example.org',
      'contract-offered owner@example.org',
      'milestone-submitted owner@example.org',
    ];
    expect(await told()).toEqual(expected);
  });

  it('tells the owners of an organisation', async () => {
    const owner = await person('owner@example.org');
    const partyId = await organise(service, owner);
    const fact = testFact(FACT.PayoutDestinationChanged, {
      partyId,
      destinationId: newId(),
      method: 'bank_transfer',
      country: 'DE',
      usableFrom: AT,
    });
    await service.hear(fact);
    await service.settled();
    expect(await outbox()).toEqual([
      expect.objectContaining({ noticeId: `${fact.id}_${partyId}`, factId: fact.id, to: 'owner@example.org', partyId }),
    ]);
  });

  it('hears by a consumer group of its own', () =>
    expect(definition.groups?.map(({ group }) => group)).toEqual(['guildhall.identity.notifier']));

  it('notes a notice that nobody can get, and goes on', async () => {
    const partyId = newId();
    const amount = { amount: '100', currency: 'USD' };
    const fact = testFact(FACT.PayoutPaid, { payoutId: newId(), partyId, amount, method: 'bank_transfer' });
    await service.hear(fact);
    const events = await service.events(`identity.notice-${fact.id}_${partyId}`);
    expect(events.map(({ type }) => type)).toEqual(['NoticeUndeliverable']);
    expect(await outbox()).toEqual([]);
  });
});
