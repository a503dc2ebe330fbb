import { SUBJECT_KEYS, type SubjectKeys } from '@guildhall/event-sourcing';
import type { Instant } from '@guildhall/kernel';
import { common, ErasureReceipts, type ErasureReceipt } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { erasurePolicy } from '../../domain/subject/erasure-policy.js';
import type { SubjectStatus } from '../../domain/subject/subject.transitions.js';
import { OUTBOX, type Outbox } from '../../notifier/outbox.js';
import { IdentityAggregates } from '../identity-aggregates.js';
import { ErasureBlocks, type ErasureBlock } from './erasure-blocks.js';
import { ForgetSubjectHandler } from './forget-subject.handler.js';
import { LegalHolds } from './legal-holds.js';

/** `open`, `closed`: nobody asked yet. `held`: erased but for what the law keeps. */
type SubjectStanding = 'open' | 'closed' | 'erasing' | 'held' | 'forgotten';

/**
 * A person as erasure sees them: no personal data. `legalHoldUntil` of a closed account: what an erasure would leave, and until when.
 * `keys`: by purpose; `held`: kept by law until then. `mails`: those in the outbox that are for the person's own party. Times are business time but for those of the receipt.
 */
export type SubjectView = ErasureReceipt &
  Readonly<{
    state: SubjectStanding;
    /** What stands in the way of an erasure; none once it was asked for. */
    blocks: readonly ErasureBlock[];
    pseudonymId: string | null;
    requestedAt: Instant | null;
    forgottenAt: Instant | null;
    legalHoldUntil: Instant | null;
    keys: readonly Readonly<{ purpose: string; state: 'there' | 'held' | 'gone' }>[];
    mails: number;
  }>;

@Injectable()
export class SubjectViews {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly handler: ForgetSubjectHandler,
    private readonly holds: LegalHolds,
    private readonly receipts: ErasureReceipts,
    private readonly blocks: ErasureBlocks,
    @Inject(SUBJECT_KEYS) private readonly keys: SubjectKeys,
    @Inject(OUTBOX) private readonly outbox: Outbox,
  ) {}

  /** Throws 404 where there is no such account. */
  async of(accountId: string): Promise<SubjectView> {
    const { state: account } = await this.aggregates.accounts.load(accountId);
    if (account.status === '(none)') throw common('COMMON.NOT_FOUND', 'No such account');
    const { state: subject } = await this.handler.subjects.load(accountId);
    const asked = subject.status !== '(none)';
    const [receipt, keys, mails] = await Promise.all([
      this.receipts.of(accountId),
      this.keysOf(accountId, subject.status),
      this.outbox.count(accountId),
    ]);
    const ahead = account.closedAt === null ? null : await this.holds.until(accountId, account.closedAt);
    return {
      ...receipt,
      state: subject.status !== '(none)' ? subject.status : account.status === 'closed' ? 'closed' : 'open',
      blocks: asked ? [] : await this.blocks.forOperators(account),
      pseudonymId: asked ? subject.pseudonymId : null,
      requestedAt: asked ? subject.requestedAt : null,
      forgottenAt: subject.forgottenAt,
      legalHoldUntil: subject.forgottenAt === null ? ahead : subject.legalHoldUntil,
      keys,
      mails,
    };
  }

  private keysOf(subjectId: string, status: SubjectStatus): Promise<SubjectView['keys']> {
    const { erasedPurposes, heldPurposes } = erasurePolicy;
    const kept = (purpose: string) => (status === 'held' && heldPurposes.includes(purpose) ? 'held' : 'there');
    return Promise.all(
      [...erasedPurposes, ...heldPurposes].map(async (purpose) => {
        const found = await this.keys.find(subjectId, purpose);
        return { purpose, state: found ? kept(purpose) : 'gone' } as const;
      }),
    );
  }
}
