import { send, type InputFrame, type Reaction, type Send } from '@guildhall/kernel';
import { accountStorage, type AccountEvent } from '../../domain/account/account.events.js';
import type { SendNotice, WantedMail } from './send-notice.js';

type Told = 'EmailVerificationAsked' | 'PasswordResetAsked' | 'EmailChangeAsked' | 'DuplicateSignUpSeen';
/** Other events of an account have no case: nobody is told of them. */
type Input = Extract<AccountEvent, { type: Told }>;

const to = (accountId: string, email: string): WantedMail['receiver'] => ({ kind: 'address', accountId, email });

const tell = (partyId: string, frame: InputFrame, ...mails: readonly WantedMail[]): readonly Send[] => {
  const notice: SendNotice = { type: 'SendNotice', data: { factId: frame.id, partyId, mails, at: frame.occurredAt } };
  return [send('notice', notice)];
};

/** Codes and warnings by mail, from identity's own events. */
export const accountNotices: Reaction<Input> = {
  kind: 'reaction',
  name: 'notify-account',
  from: [accountStorage.category],
  react(input, frame) {
    switch (input.type) {
      case 'EmailVerificationAsked': {
        const { accountId, email, codeId, expiresAt } = input.data;
        const code = { purpose: 'verify', codeId } as const;
        return tell(accountId, frame, {
          template: 'email-verification',
          receiver: to(accountId, email),
          details: { expiresAt },
          code,
        });
      }
      case 'PasswordResetAsked': {
        const { accountId, email, codeId, expiresAt } = input.data;
        const code = { purpose: 'reset', codeId } as const;
        return tell(accountId, frame, {
          template: 'password-reset',
          receiver: to(accountId, email),
          details: { expiresAt },
          code,
        });
      }
      case 'EmailChangeAsked': {
        const { accountId, newEmail, oldEmail, codeId, expiresAt } = input.data;
        const code = { purpose: 'email-change', codeId } as const;
        return tell(
          accountId,
          frame,
          { template: 'email-change-new', receiver: to(accountId, newEmail), details: { expiresAt }, code },
          { template: 'email-change-old', receiver: to(accountId, oldEmail), details: {}, code: null },
        );
      }
      case 'DuplicateSignUpSeen': {
        const { accountId, email, seenAt } = input.data;
        return tell(accountId, frame, {
          template: 'sign-up-duplicate',
          receiver: to(accountId, email),
          details: { seenAt },
          code: null,
        });
      }
    }
  },
};
