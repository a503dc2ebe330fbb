import type { Instant } from '@guildhall/kernel';
import { common } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { erasurePolicy } from '../../domain/subject/erasure-policy.js';
import { IdentityAggregates } from '../identity-aggregates.js';
import { ErasureBlocks, type ErasureBlock } from './erasure-blocks.js';
import { LegalHolds } from './legal-holds.js';

type Kept = Readonly<{ what: string; because: string }>;

/**
 * What an erasure takes and leaves, for the person whom it is about. `erased`: purposes of keys that are destroyed at once; `held`: those
 * that the law keeps, until when (business time) and by which law; `remains`: what names nobody any more.
 */
export type ErasureTerms = Readonly<{
  blocks: readonly ErasureBlock[];
  erased: readonly string[];
  held: readonly Readonly<{ purpose: string; until: Instant; because: string }>[];
  remains: readonly Kept[];
}>;

@Injectable()
export class ErasureTermsDesk {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly blocks: ErasureBlocks,
    private readonly holds: LegalHolds,
  ) {}

  /** As if it were asked for at `at`. Throws 404 where there is no such account. */
  async of(accountId: string, at: Instant): Promise<ErasureTerms> {
    const { state: account } = await this.aggregates.accounts.load(accountId);
    if (account.status === '(none)') throw common('COMMON.NOT_FOUND', 'No such account');
    const [blocks, until] = await Promise.all([
      this.blocks.forAccount(account),
      this.holds.until(accountId, account.closedAt ?? at),
    ]);
    const { erasedPurposes, heldPurposes, source: because, remains } = erasurePolicy;
    if (until === null) return { blocks, erased: [...erasedPurposes, ...heldPurposes], held: [], remains };
    return { blocks, erased: erasedPurposes, held: heldPurposes.map((purpose) => ({ purpose, until, because })), remains };
  }
}
