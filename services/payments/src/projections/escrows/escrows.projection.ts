import { defineProjection, type Projected } from '@guildhall/event-sourcing';
import { escrowStorage, type EscrowEvent } from '../../domain/escrow/escrow.events.js';
import { postingsOf, signed } from '../posted.js';

/** The money of one milestone, gross, minor units as text. `refunded`: everything that went back to the client, shares included. */
export type EscrowMilestone = Readonly<{
  milestoneId: string;
  kind: string;
  amount: string;
  funded: string;
  held: string;
  frozen: string;
  released: string;
  refunded: string;
  clientFee: string;
  deferred: string;
  /** What emptied the hold last. */
  resolvedBy: 'release' | 'refund' | 'split' | null;
}>;
export type EscrowDocument = Readonly<{
  contractId: string;
  clientPartyId: string;
  freelancerPartyId: string;
  currency: string;
  openedAt: string;
  policyRefs: Readonly<Record<string, string>>;
  milestones: readonly EscrowMilestone[];
  settled: boolean;
}>;

type Numbers = 'funded' | 'released' | 'refunded' | 'clientFee' | 'deferred';

const change = (
  document: EscrowDocument,
  milestoneId: string,
  by: Partial<Record<Numbers, bigint>>,
  resolvedBy?: EscrowMilestone['resolvedBy'],
): EscrowDocument => ({
  ...document,
  milestones: document.milestones.map((milestone) => {
    if (milestone.milestoneId !== milestoneId) return milestone;
    const changed = Object.entries(by).map(([name, minor]) => [name, (BigInt(milestone[name as Numbers]) + minor).toString()]);
    return { ...milestone, ...(Object.fromEntries(changed) as Partial<EscrowMilestone>), ...(resolvedBy && { resolvedBy }) };
  }),
});

const withPostings = (document: EscrowDocument, data: object): EscrowDocument =>
  postingsOf(data).reduce((now, posting) => {
    const [kind, contractId, milestoneId, part] = posting.account.split(':');
    if (kind !== 'escrow' || contractId !== document.contractId) return now;
    const by = signed(posting, 'credit');
    const name = part === 'frozen' ? 'frozen' : 'held';
    return {
      ...now,
      milestones: now.milestones.map((milestone) =>
        milestone.milestoneId === milestoneId ? { ...milestone, [name]: (BigInt(milestone[name]) + by).toString() } : milestone,
      ),
    };
  }, document);

const minimum = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const reduceNumbers = (document: EscrowDocument, { type, data }: Projected<EscrowEvent>): EscrowDocument => {
  switch (type) {
    case 'HoldPlaced':
      return change(document, data.milestoneId, {
        funded: BigInt(data.amount.amount),
        clientFee: BigInt(data.clientFee.amount),
      });
    case 'ReleaseCompleted':
      return change(document, data.milestoneId, { released: BigInt(data.gross.amount) }, 'release');
    case 'RefundSent':
      return change(document, data.milestoneId, { clientFee: -BigInt(data.clientFee.amount) });
    case 'RefundCompleted': {
      const amount = BigInt(data.amount.amount);
      const released = data.source === 'released' ? -amount : 0n;
      const resolvedBy = data.source === 'held' ? ('refund' as const) : undefined;
      return change(document, data.milestoneId, { refunded: amount, released }, resolvedBy);
    }
    case 'SplitSent': {
      const fees = BigInt(data.fromHeld.clientFee.amount) + BigInt(data.fromReleased.clientFee.amount);
      return change(document, data.milestoneId, { clientFee: -fees });
    }
    case 'SplitCompleted': {
      // The client's share comes out of the hold first; the rest of it out of released money.
      const [toClient, held] = [BigInt(data.toClient.amount), BigInt(data.heldPart.amount)];
      const clientFromHeld = minimum(toClient, held);
      const released = held - clientFromHeld - (toClient - clientFromHeld);
      return change(document, data.milestoneId, { refunded: toClient, released }, 'split');
    }
    case 'ReleaseDeferred':
      return change(document, data.milestoneId, { deferred: BigInt(data.deferred.amount) });
    case 'FreezeEnded': {
      const milestones = document.milestones.map((milestone) =>
        milestone.milestoneId === data.milestoneId ? { ...milestone, deferred: '0' } : milestone,
      );
      return { ...document, milestones };
    }
    case 'EscrowSettled':
      return { ...document, settled: true };
    case 'EscrowOpened':
    case 'InstructionAwaited':
    case 'InstructionResumed':
    case 'FundingAccepted':
    case 'FundingEnded':
    case 'ReleaseSent':
    case 'ReleasedRefundStarted':
    case 'FreezeStarted':
    case 'ReleasedFreezeStarted':
    case 'AmountFrozen':
    case 'FreezeCompleted':
    case 'AmountUnfrozen':
    case 'InstructionRefused':
    case 'CompletionNoted':
      return document;
  }
};

const opened = ({ data, occurredAt }: Projected<Extract<EscrowEvent, { type: 'EscrowOpened' }>>): EscrowDocument => {
  const { contractId, clientPartyId, freelancerPartyId, currency, policyRefs } = data;
  const nothing = { funded: '0', held: '0', frozen: '0', released: '0', refunded: '0', clientFee: '0', deferred: '0' };
  const milestones = data.milestones.map(({ milestoneId, kind, amount }) => ({
    milestoneId,
    kind,
    amount: amount.amount,
    ...nothing,
    resolvedBy: null,
  }));
  const parties = { contractId, clientPartyId, freelancerPartyId, currency };
  return { ...parties, openedAt: occurredAt, policyRefs, milestones, settled: false };
};

/** What is held for a contract, for what, and what became of it. */
export const escrows = defineProjection<EscrowEvent, EscrowDocument>({
  name: 'escrows',
  version: 1,
  from: [escrowStorage.category],
  ids: ({ streamKey }) => [streamKey],
  reduce(document, event) {
    if (event.type === 'EscrowOpened') return opened(event);
    // A type that only a newer version knows falls through; its postings count all the same.
    return document && withPostings(reduceNumbers(document, event) ?? document, event.data);
  },
});
