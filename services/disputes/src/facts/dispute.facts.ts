import {
  disputeClosedV1,
  disputeDecidedV1,
  disputeOpenedV1,
  mediatorAssignedV1,
  responseRemindedV1,
  splitOrderedV1,
} from '@guildhall/event-catalogue';
import { factsFrom, type FactMapping } from '@guildhall/messaging';
import { disputeStorage, type DisputeEvent } from '../domain/dispute/dispute.events.js';

const tell = factsFrom<DisputeEvent>(disputeStorage);

/** What others hear of a dispute: each fact from exactly one stored event, without what anybody wrote. */
export const disputeFacts: readonly FactMapping[] = [
  tell('DisputeOpened', disputeOpenedV1, ({ data }) => {
    const { disputeId, contractId, milestoneId, scopeKind, amount, openedBy, against, lane } = data;
    const { asOf, respondBy, defaultOutcome, policyRefs } = data;
    const claim = { disputeId, contractId, milestoneId, scopeKind, amount, openedBy, against, lane };
    return { ...claim, asOf, respondBy, defaultOutcome, policyRefs };
  }),
  tell('ResponseReminded', responseRemindedV1, ({ data }) => data),
  tell('MediatorAssigned', mediatorAssignedV1, ({ data: { disputeId, mediatorAccountId, reasonCodes } }) => ({
    disputeId,
    mediatorAccountId,
    reasonCodes,
  })),
  tell('DisputeDecided', disputeDecidedV1, ({ data }) => {
    const { disputeId, rulingId, contractId, milestoneId, decidedAs, amount, toFreelancer, toClient } = data;
    const { faultFreelancer, faultClient, ruleIds, factIds } = data;
    const ids = { disputeId, rulingId, contractId, milestoneId, decidedAs };
    return { ...ids, amount, toFreelancer, toClient, faultFreelancer, faultClient, ruleIds, factIds };
  }),
  tell('SplitOrdered', splitOrderedV1, ({ data }) => data),
  tell('DisputeClosed', disputeClosedV1, ({ data }) => data),
];
