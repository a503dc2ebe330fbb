import { deriveId, money, minorDigits, type Money } from '@guildhall/kernel';
import fees from '../policies/fee-v1.json' with { type: 'json' };
import type { FeeRules } from '../ledger/fees.js';
import type { Posting } from '../ledger/postings.js';
import { escrowStream, fundingStream, payCharge, walletStream, type AnyEvent } from './legs.factory.js';
import { MoneyWorld } from './money-world.factory.js';

export type Currency = keyof typeof fees.tiers;

/** Money from the way people write it: `money of('600.00', 'USD')` is 60000 minor units. */
export const of = (text: string, currency = 'USD'): Money => {
  const [whole = '0', fraction = ''] = text.replaceAll(',', '').split('.');
  return money(BigInt(whole + fraction.padEnd(minorDigits(currency), '0')), currency);
};
export const rulesOf = (currency: Currency): FeeRules => ({ ...fees, tiers: fees.tiers[currency] });

/** One contract K of client C and freelancer F in a world of money, told as people would tell it; amounts as in `of`. */
export class ContractMoney {
  private count = 0;
  constructor(
    readonly world = new MoneyWorld(),
    readonly contractId = 'K',
    readonly currency: Currency = 'USD',
    readonly client = 'C',
    readonly freelancer = 'F',
  ) {}

  /** Opens the escrow; kinds by milestone. */
  sign(milestones: Readonly<Record<string, string>> = { M: 'deliverable' }): this {
    const planned = Object.entries(milestones).map(([milestoneId, kind]) => ({
      milestoneId,
      kind,
      amount: of('600.00', this.currency),
      dueAt: '2026-04-01T00:00:00.000Z',
    }));
    const parties = { clientPartyId: this.client, freelancerPartyId: this.freelancer };
    const bound = { feeRules: rulesOf(this.currency), securityHoldDays: 5, policyRefs: { fee: 'fee-v1' } };
    const terms = { contractId: this.contractId, ...parties, currency: this.currency, milestones: planned, ...bound };
    this.world.send(escrowStream(this.contractId), { type: 'OpenEscrow', data: terms });
    return this;
  }

  /** Asks for money; the orders wait in the inbox. */
  requestFunding(amounts: Readonly<Record<string, string>>, fundingId = this.id('funding')): readonly AnyEvent[] | string {
    const lines = Object.entries(amounts).map(([milestoneId, amount]) => ({ milestoneId, amount: of(amount, this.currency) }));
    const data = { fundingId, quoteId: 'quote', payBy: '2026-03-09T00:00:00.000Z', lines, at: this.world.now };
    return this.world.send(escrowStream(this.contractId), { type: 'AcceptFunding', data });
  }

  /** Asks for money that the provider pays; nothing is left on its way. */
  fund(amounts: Readonly<Record<string, string>>): this {
    this.requestFunding(amounts);
    this.world.settle();
    const { fundingId, total } = this.world.last('FundingOpened');
    for (const { stream, command } of payCharge(fundingId, total, this.world.now)) this.world.send(stream, command);
    this.world.settle();
    return this;
  }

  release(milestoneId: string, amount: string, releaseId = this.id('release')): readonly AnyEvent[] | string {
    const data = { releaseId, milestoneId, amount: of(amount, this.currency), payeePartyId: this.freelancer, at: this.world.now };
    return this.world.send(escrowStream(this.contractId), { type: 'Release', data });
  }

  refund(
    milestoneId: string,
    amount: string,
    source: 'held' | 'released' = 'held',
    refundId = this.id('refund'),
  ): readonly AnyEvent[] | string {
    const data = { refundId, milestoneId, amount: of(amount, this.currency), source, at: this.world.now };
    return this.world.send(escrowStream(this.contractId), { type: 'Refund', data });
  }

  dispute(milestoneId: string, amount: string, disputeId = this.id('dispute')): readonly AnyEvent[] | string {
    const data = {
      freezeId: deriveId(disputeId, 'freeze'),
      disputeId,
      milestoneId,
      amount: of(amount, this.currency),
      at: this.world.now,
    };
    return this.world.send(escrowStream(this.contractId), { type: 'Freeze', data });
  }

  /** A ruling; of the last dispute, if none is named. */
  rule(milestoneId: string, toFreelancer: string, toClient: string, splitId = this.id('split')): readonly AnyEvent[] | string {
    return this.split(milestoneId, toFreelancer, toClient, { splitId, disputeId: this.world.last('FreezeStarted').disputeId });
  }

  split(
    milestoneId: string,
    toFreelancer: string,
    toClient: string,
    named: Readonly<{ splitId?: string; disputeId?: string }> = {},
  ): readonly AnyEvent[] | string {
    const shares = { toFreelancer: of(toFreelancer, this.currency), toClient: of(toClient, this.currency) };
    const splitId = named.splitId ?? this.id('split');
    const dispute = named.disputeId === undefined ? {} : { disputeId: named.disputeId };
    const data = { splitId, milestoneId, ...shares, payeePartyId: this.freelancer, ...dispute, at: this.world.now };
    return this.world.send(escrowStream(this.contractId), { type: 'Split', data });
  }

  /** The end of a dispute; of the last one, if none is named. */
  closeDispute(disputeId = this.world.last('FreezeStarted').disputeId): readonly AnyEvent[] | string {
    return this.world.send(escrowStream(this.contractId), { type: 'EndFreeze', data: { disputeId, at: this.world.now } });
  }

  complete(): readonly AnyEvent[] | string {
    return this.world.send(escrowStream(this.contractId), { type: 'NoteCompletion', data: { endReason: 'completed' } });
  }

  /** Ends the security hold of everything pending that was credited so far. */
  clear(): this {
    const parts = [...this.world.all('EarningsCredited'), ...this.world.all('AmountUnfrozen')];
    for (const line of parts)
      if ('partyId' in line && line.partyId === this.freelancer)
        this.wallet({ partyId: line.partyId, releaseId: line.releaseId, part: line.part });
    return this;
  }

  payout(amount: string, payoutId = 'P', gate: 'open' | 'closed' = 'open'): readonly AnyEvent[] | string {
    const data = {
      payoutId,
      amount: of(amount, this.currency),
      destinationId: 'destination',
      method: 'bank',
      usableFrom: '2026-01-01T00:00:00.000Z',
      gate: { withdraw: gate, missing: gate === 'open' ? [] : ['tax_form'], restricted: [] },
      at: this.world.now,
    };
    return this.world.send(walletStream(this.freelancer), { type: 'CreatePayout', data });
  }

  settlePayout(payoutId = 'P'): readonly AnyEvent[] | string {
    return this.world.send(walletStream(this.freelancer), { type: 'SettlePayout', data: { payoutId, at: this.world.now } });
  }

  returnPayout(payoutId = 'P'): readonly AnyEvent[] | string {
    return this.world.send(walletStream(this.freelancer), {
      type: 'ReturnPayout',
      data: { payoutId, reasonCode: 'account_closed' },
    });
  }

  refuseCharge(fundingId: string, attempt = 1): readonly AnyEvent[] | string {
    const refusal = { type: 'RefuseCharge' as const, data: { attempt, reasonCode: 'card_declined' } };
    return this.world.send(fundingStream(fundingId), refusal);
  }

  giveUp(fundingId: string): readonly AnyEvent[] | string {
    return this.world.send(fundingStream(fundingId), { type: 'GiveUp', data: { reasonCode: 'pay_by_over' } });
  }

  private wallet(data: { partyId: string; releaseId: string; part: string }): void {
    this.world.send(walletStream(this.freelancer), { type: 'ClearEarnings', data });
  }

  private id(kind: string): string {
    this.count += 1;
    return `${kind}-${this.contractId}-${this.count}`;
  }
}

const text = ({ amount, currency }: Posting): string => {
  const digits = minorDigits(currency);
  const padded = amount.padStart(digits + 1, '0');
  return digits === 0 ? padded : `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
};
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Postings as payments.md writes them; ids of transfers are written T. */
export const asWritten = ({ postings }: Readonly<{ postings: readonly Posting[] }>): string => {
  const side = (direction: Posting['direction'], label: string): string =>
    postings
      .filter((posting) => posting.direction === direction)
      .map((posting) => `${label} ${posting.account.replace(UUID, 'T')} ${text(posting)}`)
      .join(', ');
  return `${side('debit', 'Dr')} / ${side('credit', 'Cr')}`;
};
