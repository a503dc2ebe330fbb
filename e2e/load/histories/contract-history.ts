import { createHash } from 'node:crypto';
import { metadataOf, type NewEvent } from '@guildhall/event-sourcing';
import { addDays, deriveId, endOfDayUtc, eventIdOf, type Instant } from '@guildhall/kernel';

/** Whose contract it is, and how far its history goes. */
export type HistoryPlan = Readonly<{
  clientPartyId: string;
  freelancerPartyId: string;
  /** Where the history ends; `signed` leaves the money asked for and nothing else done. */
  until: 'signed' | 'funded' | 'approved';
  at: Instant;
}>;
/** `commands`: the events of each command, in order. */
export type ContractHistory = Readonly<{
  contractId: string;
  milestoneId: string;
  stream: string;
  commands: readonly (readonly NewEvent[])[];
}>;

type Told = Readonly<{ type: string; data: object }>;

/** Small enough for the default limits, large enough for the minimum of a milestone. */
const AMOUNT = { amount: '2500', currency: 'USD' } as const;
const NOTHING = { amount: '0', currency: 'USD' } as const;
const CRITERIA = ['titles'];
const POLICY_REFS = {
  fee: 'fee-v1',
  approval: 'approval-v1',
  cancellation: 'cancellation-v1',
  lateness: 'lateness-v1',
  offer: 'offer-v1',
  refund: 'refund-v1',
  signing: 'signing-v1',
  terms: 'terms-v1',
};
const DUE_IN_DAYS = 30;
const ROUNDS = 2;

export const contentHashOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

const termsOf = (contractId: string, proposalId: string, plan: HistoryPlan) => ({
  pricingModel: 'fixed',
  price: AMOUNT,
  milestones: [{ kind: 'deliverable', amount: AMOUNT, dueInDays: DUE_IN_DAYS, criteriaIds: CRITERIA }],
  revisions: ROUNDS,
  autoApproval: { days: 14 },
  funding: 'next',
  contractId,
  termsVersion: 1,
  clientPartyId: plan.clientPartyId,
  freelancerPartyId: plan.freelancerPartyId,
  origin: { kind: 'proposal', id: proposalId },
  roleId: 'listing_optimization',
  currency: AMOUNT.currency,
  quoteId: deriveId(proposalId, 'quote'),
  policyRefs: POLICY_REFS,
});
type Ids = Readonly<{ contractId: string; proposalId: string; milestoneId: string }>;

const agreed = ({ contractId, proposalId, milestoneId }: Ids, plan: HistoryPlan): readonly (readonly Told[])[] => {
  const { clientPartyId, freelancerPartyId, at } = plan;
  const parties = { clientPartyId, freelancerPartyId };
  const terms = termsOf(contractId, proposalId, plan);
  const { origin, quoteId, roleId, currency, pricingModel } = terms;
  // Both sign the hash that the draft names; nobody computes it again after that.
  const termsHash = contentHashOf(JSON.stringify(terms));
  const line = { milestoneId, kind: 'deliverable', amount: AMOUNT, dueAt: endOfDayUtc(at, DUE_IN_DAYS) };
  const signature = { termsHash, basis: 'signature', signedAt: at };
  const born = { contractId, origin, ...parties, quoteId, policyRefs: POLICY_REFS, terms, termsHash, draftedAt: at };
  const about = { ...parties, origin, pricingModel, currency, termsVersion: 1, termsHash };
  return [
    [{ type: 'ContractDrafted', data: { ...born, expiresAt: endOfDayUtc(at, 14) } }],
    [{ type: 'ContractOffered', data: { ...about, expiresAt: endOfDayUtc(at, 7), offeredAt: at } }],
    [{ type: 'PartySigned', data: { side: 'client', partyId: clientPartyId, ...signature } }],
    [
      { type: 'PartySigned', data: { side: 'freelancer', partyId: freelancerPartyId, ...signature } },
      {
        type: 'ContractSigned',
        data: { ...about, roleId, policyRefs: POLICY_REFS, milestones: [line], benefitsPercent: 0, signedAt: at },
      },
      { type: 'MilestonePlanned', data: { ...line, index: 0, criteriaIds: CRITERIA } },
      {
        type: 'FundingRequested',
        data: {
          fundingId: deriveId(contractId, 'funding', '1'),
          clientPartyId,
          lines: [{ milestoneId, amount: AMOUNT }],
          quoteId,
          payBy: endOfDayUtc(at, 7),
        },
      },
    ],
  ];
};

const funded = ({ contractId, milestoneId }: Ids, at: Instant): readonly (readonly Told[])[] => {
  const fundingId = deriveId(contractId, 'funding', '1');
  const holdId = deriveId(fundingId, milestoneId);
  const seen = { milestoneId, fundingId, holdId, amount: AMOUNT, benefits: NOTHING, heldRemaining: AMOUNT };
  return [
    [
      { type: 'MilestoneFundingSeen', data: { ...seen, escrowRevision: '2', fundedAt: at } },
      { type: 'ContractActivated', data: { activatedAt: at } },
    ],
  ];
};

const submitted = (milestoneId: string, authorAccountId: string, version: number, at: Instant): Told => {
  const autoApproveAt = endOfDayUtc(at, 14);
  return {
    type: 'MilestoneSubmitted',
    data: {
      milestoneId,
      deliverableVersion: version,
      contentHash: contentHashOf(`${milestoneId} version ${String(version)}`),
      files: [],
      authorAccountId,
      aiUse: 'none',
      submittedAt: at,
      autoApproveAt,
      remindAt: [addDays(autoApproveAt, -7), addDays(autoApproveAt, -2)],
    },
  };
};

const approved = ({ contractId, milestoneId }: Ids, { freelancerPartyId, clientPartyId, at }: HistoryPlan) => {
  const sentBack = (version: number): Told => ({
    type: 'ChangesRequested',
    data: {
      milestoneId,
      deliverableVersion: version,
      reasonCode: 'criteria_not_met',
      criteriaIds: CRITERIA,
      roundsLeft: ROUNDS - version,
      authorAccountId: clientPartyId,
      requestedAt: at,
    },
  });
  const handedIn = (version: number): Told => submitted(milestoneId, freelancerPartyId, version, at);
  const approval: Told = {
    type: 'MilestoneApproved',
    data: {
      milestoneId,
      deliverableVersion: 3,
      contentHash: contentHashOf(`${milestoneId} version 3`),
      releaseId: deriveId(contractId, milestoneId, 'release', '1'),
      amount: AMOUNT,
      payeePartyId: freelancerPartyId,
      protection: 'covered',
      ruleId: 'approval.client',
      approvedBy: 'client',
      approvedAt: at,
    },
  };
  return [handedIn(1), sentBack(1), handedIn(2), sentBack(2), handedIn(3), approval].map((event) => [event]);
};

const commandsOf = (ids: Ids, plan: HistoryPlan): readonly (readonly Told[])[] => {
  switch (plan.until) {
    case 'signed':
      return agreed(ids, plan);
    case 'funded':
      return [...agreed(ids, plan), ...funded(ids, plan.at)];
    case 'approved':
      return [...agreed(ids, plan), ...funded(ids, plan.at), ...approved(ids, plan)];
  }
};

/** The history that contracts would have written for one contract; `tag` gives its ids, so the same tag is the same contract. */
export const contractHistory = (tag: string, plan: HistoryPlan): ContractHistory => {
  const proposalId = deriveId('bench', tag);
  const contractId = deriveId(proposalId, 'contract');
  const milestoneId = deriveId(contractId, 'milestone', '0');
  const stream = `contracts.contract-${contractId}`;
  const actor = { kind: 'account', id: plan.clientPartyId } as const;
  const commands = commandsOf({ contractId, proposalId, milestoneId }, plan).map((told, number) => {
    const commandId = deriveId('bench-command', stream, String(number));
    const context = { commandId, actor, correlationId: contractId, causationId: commandId, occurredAt: plan.at, region: 'eu' };
    const metadata = metadataOf({ ...context, policyRefs: POLICY_REFS }, 1);
    return told.map(({ type, data }, index) => ({ id: eventIdOf(stream, commandId, index), type, data, metadata }));
  });
  return { contractId, milestoneId, stream, commands };
};
