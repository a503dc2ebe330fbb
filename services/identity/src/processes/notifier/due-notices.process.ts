import { send, type OwnEvent, type Reaction } from '@guildhall/kernel';
import { contractNoticesStorage, type ContractNoticesEvent } from '../../domain/notice/contract-notices.decider.js';
import type { SendNotice } from './send-notice.js';

type Input = Extract<ContractNoticesEvent, { type: 'NoticeDue' }> | OwnEvent<'ContractPartiesNoted' | 'NoticeWaits'>;

/** Sends what fell due in a contract's stream: there the party is known. */
export const dueNotices: Reaction<Input> = {
  kind: 'reaction',
  name: 'notify-due',
  from: [contractNoticesStorage.category],
  react(input, { occurredAt: at }) {
    switch (input.type) {
      case 'NoticeDue': {
        const { factId, partyId, template, details } = input.data;
        const mails = [{ template, receiver: { kind: 'party' }, details, code: null }] as const;
        const notice: SendNotice = { type: 'SendNotice', data: { factId, partyId, mails, at } };
        return [send('notice', notice)];
      }
      case 'ContractPartiesNoted':
      case 'NoticeWaits':
        return [];
    }
  },
};
