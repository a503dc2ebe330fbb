import {
  FACT,
  type ApprovalReminded,
  type DisputeOpened,
  type PayoutDestinationChanged,
  type PayoutFailed,
  type PayoutPaid,
  type ResponseReminded,
} from '@guildhall/event-catalogue';
import { send, type FactInput, type InputFrame, type Money, type Reaction, type Send } from '@guildhall/kernel';
import type { NoticeDetails, NoticeTemplate } from '../../domain/notice/notice.templates.js';
import type { SendNotice } from './send-notice.js';

type Input = FactInput<
  ApprovalReminded | DisputeOpened | PayoutDestinationChanged | PayoutFailed | PayoutPaid | ResponseReminded
>;

const sum = ({ amount, currency }: Money): NoticeDetails => ({ amount, currency });

const tell = (
  partyId: string,
  frame: InputFrame,
  template: NoticeTemplate,
  details: NoticeDetails,
  kind: 'party' | 'party-and-old-contact' = 'party',
): Send => {
  const mails = [{ template, receiver: { kind }, details, code: null }] as const;
  const notice: SendNotice = { type: 'SendNotice', data: { factId: frame.id, partyId, mails, at: frame.occurredAt } };
  return send(`notice ${partyId}`, notice);
};

/** Facts that name the party they concern. */
export const partyNotices: Reaction<Input> = {
  kind: 'reaction',
  name: 'notify-party',
  from: [],
  react(input, frame) {
    switch (input.type) {
      case FACT.ApprovalReminded: {
        const { contractId, milestoneId, clientPartyId, autoApproveAt, reminder } = input.data;
        return [
          tell(clientPartyId, frame, 'approval-reminded', { contractId, milestoneId, autoApproveAt, reminder: String(reminder) }),
        ];
      }
      case FACT.DisputeOpened: {
        const { contractId, milestoneId, disputeId, openedBy, against, amount, respondBy } = input.data;
        const details = { contractId, milestoneId, disputeId, openedBy, ...sum(amount), respondBy };
        return [tell(openedBy, frame, 'dispute-opened', details), tell(against, frame, 'dispute-opened', details)];
      }
      case FACT.ResponseReminded: {
        const { contractId, milestoneId, disputeId, partyId, respondBy, reminder } = input.data;
        const details = { contractId, milestoneId, disputeId, respondBy, reminder: String(reminder) };
        return [tell(partyId, frame, 'response-reminded', details)];
      }
      case FACT.PayoutPaid: {
        const { partyId, payoutId, amount, method } = input.data;
        return [tell(partyId, frame, 'payout-paid', { payoutId, ...sum(amount), method })];
      }
      case FACT.PayoutFailed: {
        const { partyId, payoutId, amount, method, reasonCode } = input.data;
        return [tell(partyId, frame, 'payout-failed', { payoutId, ...sum(amount), method, reasonCode })];
      }
      case FACT.PayoutDestinationChanged: {
        const { partyId, destinationId, method, usableFrom } = input.data;
        const details = { destinationId, method, usableFrom };
        return [tell(partyId, frame, 'payout-destination-changed', details, 'party-and-old-contact')];
      }
    }
  },
};
