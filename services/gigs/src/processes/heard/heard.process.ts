import type {
  AccountClosed,
  CapabilityDisabled,
  CapabilityEnabled,
  ContractEnded,
  ContractSigned,
  FeePolicyPublished,
  MilestoneRefunded,
  MilestoneReleased,
  MilestoneSplitExecuted,
  PartyRestricted,
  PayerValidated,
  ProfilePublished,
  RestrictionLifted,
  ReviewPublished,
  ScoreRecomputed,
} from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction } from '@guildhall/kernel';

type OfParty =
  | FactInput<CapabilityEnabled>
  | FactInput<CapabilityDisabled>
  | FactInput<PartyRestricted>
  | FactInput<RestrictionLifted>
  | FactInput<AccountClosed>
  | FactInput<ProfilePublished>
  | FactInput<PayerValidated>
  | FactInput<ReviewPublished>
  | FactInput<ScoreRecomputed>;

/** Keeps what others told of a party in `gigs.party-<partyId>`. */
export const heardParties: Reaction<OfParty> = {
  kind: 'reaction',
  name: 'heard-parties',
  from: [],
  react({ type, data }, { revision: sourceRevision }) {
    switch (type) {
      case 'guildhall.identity.capability-enabled.v1':
        return [send('note', { type: 'NoteCapabilityOpened', data: { ...data, sourceRevision } })];
      case 'guildhall.identity.capability-disabled.v1':
        return [send('note', { type: 'NoteCapabilityClosed', data: { ...data, sourceRevision } })];
      case 'guildhall.identity.party-restricted.v1': {
        const { partyId, restrictionId, stage, scope, reasonCode, reviewDate } = data;
        const told = { partyId, restrictionId, stage, scope, reasonCode, reviewDate, sourceRevision };
        return [send('note', { type: 'NoteRestriction', data: told })];
      }
      case 'guildhall.identity.restriction-lifted.v1':
        return [send('note', { type: 'NoteRestrictionLifted', data: { ...data, sourceRevision } })];
      case 'guildhall.identity.account-closed.v1': {
        const { partyId, accountId, closedAt } = data;
        return [send('note', { type: 'NoteAccountClosed', data: { partyId, accountId, closedAt } })];
      }
      case 'guildhall.identity.profile-published.v1':
        return [send('note', { type: 'NoteProfile', data: { ...data, sourceRevision } })];
      case 'guildhall.payments.payer-validated.v1':
        return [send('note', { type: 'NotePayer', data })];
      case 'guildhall.reputation.review-published.v1': {
        const { subjectPartyId: partyId, ...review } = data;
        return [send('note', { type: 'NoteReview', data: { partyId, ...review } })];
      }
      case 'guildhall.reputation.score-recomputed.v1': {
        const { partyId, side, roleId, headline = null, n, clients, scoreVersion, asOf } = data;
        return [send('note', { type: 'NoteScore', data: { partyId, side, roleId, headline, n, clients, scoreVersion, asOf } })];
      }
    }
  },
};

type OfPair =
  | FactInput<MilestoneReleased>
  | FactInput<MilestoneRefunded>
  | FactInput<MilestoneSplitExecuted>
  | FactInput<ContractSigned>
  | FactInput<ContractEnded>;

/** Keeps the totals and contracts of a client and a freelancer in `gigs.relationship-<client>_<freelancer>`. */
export const heardRelationships: Reaction<OfPair> = {
  kind: 'reaction',
  name: 'heard-relationships',
  from: [],
  react({ type, data }) {
    const { clientPartyId, freelancerPartyId, contractId } = data;
    const pair = { clientPartyId, freelancerPartyId, contractId };
    switch (type) {
      case 'guildhall.payments.milestone-released.v1': {
        const { milestoneId, gross, fee } = data;
        return [send('note', { type: 'NoteRelease', data: { ...pair, milestoneId, gross, fee } })];
      }
      case 'guildhall.payments.milestone-refunded.v1': {
        const { milestoneId, amount, source } = data;
        return [send('note', { type: 'NoteRefund', data: { ...pair, milestoneId, amount, source } })];
      }
      case 'guildhall.payments.milestone-split-executed.v1': {
        const { milestoneId, toFreelancer, toClient, heldPart, fee } = data;
        return [send('note', { type: 'NoteSplit', data: { ...pair, milestoneId, toFreelancer, toClient, heldPart, fee } })];
      }
      case 'guildhall.contracts.contract-signed.v1':
        return [send('note', { type: 'NoteContractSigned', data: { ...pair, roleId: data.roleId } })];
      case 'guildhall.contracts.contract-ended.v1':
        return [send('note', { type: 'NoteContractEnded', data: { ...pair, endReason: data.endReason } })];
    }
  },
};

/** Keeps the fee policies in `gigs.reference-fee`. */
export const heardFeePolicies: Reaction<FactInput<FeePolicyPublished>> = {
  kind: 'reaction',
  name: 'heard-fee-policies',
  from: [],
  react({ data: { policyVersion, effectiveFrom, policyHash, rules } }) {
    const { clientPercent, expensePercent, freelancerTiers } = rules;
    const noted = { policyVersion, effectiveFrom, policyHash, rules: { clientPercent, expensePercent, freelancerTiers } };
    return [send('note', { type: 'NoteFeePolicy', data: noted })];
  },
};
