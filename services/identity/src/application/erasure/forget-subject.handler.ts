import { randomUUID } from 'node:crypto';
import {
  CommandHandler,
  ERASED,
  EVENT_STORE,
  SUBJECT_KEYS,
  type CommandContext,
  type EventStore,
  type SubjectKeys,
  type Written,
} from '@guildhall/event-sourcing';
import { streamOf, type Instant } from '@guildhall/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { accountStorage } from '../../domain/account/account.events.js';
import { fail } from '../../domain/identity.errors.js';
import { erasurePolicy } from '../../domain/subject/erasure-policy.js';
import { requireHoldOver, subjectDecider } from '../../domain/subject/subject.decider.js';
import { subjectStorage } from '../../domain/subject/subject.events.js';
import { OUTBOX, type Outbox } from '../../notifier/outbox.js';
import { stepOf } from '../command-contexts.js';
import { IdentityAggregates } from '../identity-aggregates.js';
import { ErasureBlocks } from './erasure-blocks.js';
import { LegalHolds } from './legal-holds.js';

/** Fields of an account's events that hold an address. */
const ADDRESSES = ['email', 'newEmail', 'oldEmail'] as const;

/** Forgets persons: every step may be repeated, so what a crash cut off is done after the next start. */
@Injectable()
export class ForgetSubjectHandler {
  readonly subjects;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(SUBJECT_KEYS) private readonly keys: SubjectKeys,
    @Inject(OUTBOX) private readonly outbox: Outbox,
    private readonly aggregates: IdentityAggregates,
    private readonly holds: LegalHolds,
    private readonly blocks: ErasureBlocks,
  ) {
    this.subjects = new CommandHandler(store, subjectStorage, subjectDecider);
  }

  /** Notes the request; the process `erasure` does the rest. Of an erasure that was asked for before nothing changes. */
  async request(
    accountId: string,
    { by, reason }: Readonly<{ by: string; reason: string }>,
    context: CommandContext,
  ): Promise<Written> {
    const { state: subject } = await this.subjects.load(accountId);
    if (subject.status === '(none)') await this.blocks.require((await this.aggregates.accounts.load(accountId)).state, by);
    const forgetting = { subjectId: accountId, pseudonymId: randomUUID(), requestedAt: context.occurredAt };
    const data = { ...forgetting, partyId: accountId, requestedBy: by, reason };
    return this.subjects.handle(accountId, { type: 'RequestErasure', data }, context);
  }

  /**
   * Destroys the keys and says so. An account that asked itself is closed by it. Addresses go first: without its keys nobody knows which
   * mails were this person's.
   */
  async forget(subjectId: string, context: CommandContext): Promise<void> {
    const { state: subject } = await this.subjects.load(subjectId);
    if (subject.status === '(none)') throw fail('IDENTITY.ILLEGAL_TRANSITION', 'Nobody asked for this erasure', { allowed: [] });
    const closedAt = await this.closed(subjectId, context);
    await this.outbox.erase({ partyId: subjectId, addresses: await this.addressesOf(subjectId) });
    const { state: account } = await this.aggregates.accounts.load(subjectId);
    const freed = { type: 'FreeEmail', data: { accountId: subjectId } } as const;
    await this.aggregates.emails.handle(account.emailHash, freed, stepOf(context, 'free-address'));
    const legalHoldUntil = await this.holds.until(subjectId, closedAt);
    await (legalHoldUntil === null ? this.keys.destroy(subjectId) : this.keys.destroy(subjectId, erasurePolicy.erasedPurposes));
    await this.subjects.handle(subjectId, { type: 'Forget', data: { legalHoldUntil, at: context.occurredAt } }, context);
  }

  /** Destroys what the law kept, once it no longer does. */
  async forgetHeld(subjectId: string, context: CommandContext): Promise<void> {
    const { state } = await this.subjects.load(subjectId);
    requireHoldOver(state, context.occurredAt);
    await this.keys.destroy(subjectId);
    await this.subjects.handle(subjectId, { type: 'DestroyHeldKeys', data: { at: context.occurredAt } }, context);
  }

  /** When the account was closed: now, where it still is open. */
  private async closed(accountId: string, context: CommandContext): Promise<Instant> {
    const { state: account } = await this.aggregates.accounts.load(accountId);
    if (account.closedAt !== null) return account.closedAt;
    const close = { type: 'CloseAccount', data: { reasonCode: 'erasure', at: context.occurredAt } } as const;
    await this.aggregates.accounts.handle(accountId, close, stepOf(context, 'close'));
    return context.occurredAt;
  }

  /** Every address that the account had or asked for, as far as its keys still open them. */
  private async addressesOf(accountId: string): Promise<readonly string[]> {
    const addresses = new Set<string>();
    for await (const { data } of this.store.read(streamOf(accountStorage, accountId))) {
      const fields = data as Readonly<Record<string, unknown>>;
      for (const field of ADDRESSES) {
        const address = fields[field];
        if (typeof address === 'string' && address !== ERASED) addresses.add(address);
      }
    }
    return [...addresses];
  }
}
