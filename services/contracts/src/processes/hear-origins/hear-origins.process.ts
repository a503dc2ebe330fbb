import type { PackageOrdered, ProposalAccepted, TermsDraft } from '@guildhall/event-catalogue';
import { bornOf, send, type FactInput, type Reaction } from '@guildhall/kernel';
import type { Clauses } from '../../domain/contract/terms.js';

const clausesOf = (
  { pricingModel, price, milestones, revisions, autoApproval }: TermsDraft,
  funding: Clauses['funding'],
): Clauses => ({
  pricingModel,
  price,
  milestones,
  revisions,
  autoApproval,
  funding,
});

/** Accepted proposals are drafted; orders are drafted, offered and signed at once. The contract's id is derived from its origin. */
export const hearOrigins: Reaction<FactInput<ProposalAccepted> | FactInput<PackageOrdered>> = {
  kind: 'reaction',
  name: 'hear-origins',
  from: [],
  react(input, { occurredAt: at }) {
    switch (input.type) {
      case 'guildhall.gigs.proposal-accepted.v1': {
        const { proposalId, clientPartyId, freelancerPartyId, termsDraft, quoteId, policyRefs } = input.data;
        const { roleId, currency } = termsDraft;
        const origin = { kind: 'proposal', id: proposalId } as const;
        const parties = { contractId: bornOf(proposalId, 'contract'), origin, clientPartyId, freelancerPartyId };
        const clauses = clausesOf(termsDraft, 'next');
        return [
          send('draft', { type: 'DraftContract', data: { ...parties, roleId, currency, quoteId, policyRefs, clauses, at } }),
        ];
      }
      case 'guildhall.gigs.package-ordered.v1': {
        const { orderId, clientPartyId, freelancerPartyId, termsDraft, quoteId, policyRefs, payBy } = input.data;
        const { roleId, currency } = termsDraft;
        const origin = { kind: 'order', id: orderId } as const;
        const parties = { contractId: bornOf(orderId, 'contract'), origin, clientPartyId, freelancerPartyId };
        const clauses = clausesOf(termsDraft, 'all');
        return [
          send('order', { type: 'DraftOrder', data: { ...parties, roleId, currency, quoteId, policyRefs, clauses, payBy, at } }),
        ];
      }
    }
  },
};
