import { defineProjection, type Projected } from '@guildhall/event-sourcing';
import type { EventData, Instant } from '@guildhall/kernel';
import type { ContractEvent } from '../../domain/contract/contract.events.js';
import { evolveContract } from '../../domain/contract/contract.evolve.js';
import { exists, noContract, type Contract } from '../../domain/contract/contract.state.js';
import type { Terms } from '../../domain/contract/terms.js';
import { partiesWaitedFor, waitingOf, type Waiting } from './waiting.js';

export type TermsVersion = Readonly<{ termsVersion: number; termsHash: string; at: Instant; terms: Terms }>;
/** A version that was handed in, with its texts; `changesRequested` where it was sent back. */
export type Deliverable = Readonly<{
  milestoneId: string;
  version: number;
  contentHash: string;
  submittedAt: Instant;
  aiUse: string;
  files: readonly Readonly<{ name: string; hash: string; size: number }>[];
  note: string | null;
  changesRequested: Readonly<{ reasonCode: string; criteriaIds: readonly string[]; note: string | null; at: Instant }> | null;
}>;

/** A contract as its parties see it: lists, detail and what waits for whom come from one document a contract. */
export type ContractDocument = Readonly<{
  contract: Contract;
  parties: readonly string[];
  /** Newest first; unique, so that a page ends exactly. */
  sortKey: string;
  versions: readonly TermsVersion[];
  offeredAt: Instant | null;
  signedAt: Instant | null;
  deliverables: readonly Deliverable[];
  rulings: readonly EventData<ContractEvent, 'RulingSeen'>[];
  /** Every dispute that ever lay over it: mediators see such contracts. */
  disputeIds: readonly string[];
  waiting: readonly Waiting[];
  waitingParties: readonly string[];
  /** Of the stream, a decimal string. */
  revision: string;
}>;

export const contractsProjection = defineProjection<ContractEvent, ContractDocument>({
  name: 'contracts',
  version: 1,
  from: ['contracts.contract'],
  indexes: [
    { key: { parties: 1, sortKey: -1 } },
    { key: { 'contract.clientPartyId': 1, sortKey: -1 } },
    { key: { 'contract.freelancerPartyId': 1, sortKey: -1 } },
    { key: { waitingParties: 1, sortKey: -1 } },
  ],
  ids: ({ streamKey }) => [streamKey],
  reduce(document, event) {
    const before = document?.contract ?? noContract;
    // A type that only a newer version knows falls through both folds: it changes nothing but the revision.
    const contract = evolveContract(before, event) ?? before;
    if (!exists(contract)) return document;
    const waiting = waitingOf(contract);
    const known = document ?? begun(contract);
    return {
      ...(texts(known, event) ?? known),
      contract,
      waiting,
      waitingParties: partiesWaitedFor(contract, waiting),
      revision: event.revision.toString(),
    };
  },
});

const begun = (contract: Contract): ContractDocument => ({
  contract,
  parties: [contract.clientPartyId, contract.freelancerPartyId],
  sortKey: `${contract.draftedAt}|${contract.contractId}`,
  versions: [],
  offeredAt: null,
  signedAt: null,
  deliverables: [],
  rulings: [],
  disputeIds: [],
  waiting: [],
  waitingParties: [],
  revision: '0',
});

/** What the fold of the contract does not keep: terms versions, texts, files, rulings. */
const texts = (document: ContractDocument, event: Projected<ContractEvent>): ContractDocument => {
  switch (event.type) {
    case 'ContractDrafted':
    case 'TermsDrafted': {
      const { terms, termsHash, draftedAt: at } = event.data;
      return { ...document, versions: [...document.versions, { termsVersion: terms.termsVersion, termsHash, at, terms }] };
    }
    case 'ContractOffered':
      return { ...document, offeredAt: event.data.offeredAt };
    case 'ContractSigned':
      return { ...document, signedAt: event.data.signedAt };
    case 'MilestoneSubmitted':
      return { ...document, deliverables: [...document.deliverables, deliverableOf(event.data)] };
    case 'ChangesRequested': {
      const { milestoneId, deliverableVersion, reasonCode, criteriaIds, note = null, requestedAt: at } = event.data;
      const changesRequested = { reasonCode, criteriaIds, note, at };
      const deliverables = document.deliverables.map((known) =>
        known.milestoneId === milestoneId && known.version === deliverableVersion ? { ...known, changesRequested } : known,
      );
      return { ...document, deliverables };
    }
    case 'OverlaySet':
      return event.data.overlay === 'disputed'
        ? { ...document, disputeIds: [...document.disputeIds, event.data.causeId] }
        : document;
    case 'RulingSeen':
      return { ...document, rulings: [...document.rulings, event.data] };
    case 'ContractDeclined':
    case 'PartySigned':
    case 'FundingRequested':
    case 'FundingFailureSeen':
    case 'ContractActivated':
    case 'CancellationRequested':
    case 'CancellationAnswered':
    case 'OverlayCleared':
    case 'ContractCompleting':
    case 'EscrowClosureSeen':
    case 'ContractEnded':
    case 'MilestonePlanned':
    case 'MilestoneFundingSeen':
    case 'MilestoneStarted':
    case 'ApprovalReminded':
    case 'MilestoneApproved':
    case 'PartialReleaseApproved':
    case 'RefundApproved':
    case 'SplitAgreed':
    case 'MilestoneLate':
    case 'MilestoneDropped':
    case 'MilestoneMoneySeen':
    case 'MilestoneSettled':
    case 'MilestoneRefundSeen':
    case 'MilestoneSettledBySplit':
    case 'ReleaseDeferralSeen':
    case 'InstructionRefusalSeen':
    case 'FreezeSeen':
      return document;
  }
};

const deliverableOf = (data: EventData<ContractEvent, 'MilestoneSubmitted'>): Deliverable => {
  const { milestoneId, deliverableVersion: version, contentHash, submittedAt, aiUse, files, fileNames, note = null } = data;
  // An erased author leaves a mark where the list of names was.
  const nameOf = (index: number): string => (Array.isArray(fileNames) ? (fileNames[index] ?? '') : String(fileNames ?? ''));
  const named = files.map(({ hash, size }, index) => ({ name: nameOf(index), hash, size }));
  return { milestoneId, version, contentHash, submittedAt, aiUse, files: named, note, changesRequested: null };
};
