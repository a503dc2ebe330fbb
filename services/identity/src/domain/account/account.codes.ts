import { addMinutes, isBefore, type Instant } from '@guildhall/kernel';
import { fail } from '../identity.errors.js';
import policy from '../policies/account-v1.json' with { type: 'json' };
import type { AccountEvent, CodePurpose } from './account.events.js';
import { mailedWithinHour, type AccountState, type MailKind } from './account.state.js';

/** `offered`: whether the code that was given is the one derived for `codeId`; compared in constant time by the handler. */
export type OfferedCode = { codeId: string; offered: 'right' | 'wrong'; at: Instant };

export const codeExpiry = (at: Instant): Instant => addMinutes(at, policy.code.minutes);

/** More mails than the hourly number cause no event and get the same answer: nobody's mailbox is flooded and nothing is told. */
export const mayBeMailed = (state: AccountState, kind: MailKind, at: Instant): boolean =>
  mailedWithinHour(state, kind, at).length < policy.code.perHour;

/** Tries that the open code of a purpose has left; 0 where there is none. */
export const triesLeft = (state: AccountState, purpose: CodePurpose): number => {
  const code = state.codes[purpose];
  return code ? Math.max(0, policy.code.tries - code.tries) : 0;
};

/**
 * Answers `right` when the code may be used; a wrong one is an event of its own, so that its tries are counted over restarts.
 * Throws CODE_EXPIRED for a code that is used, too old, or was tried too often.
 */
export const judgeCode = (
  state: AccountState,
  purpose: CodePurpose,
  { codeId, offered, at }: OfferedCode,
): 'right' | readonly AccountEvent[] => {
  const code = state.codes[purpose];
  if (!code || code.codeId !== codeId || !isBefore(at, code.expiresAt) || triesLeft(state, purpose) === 0) {
    throw fail('IDENTITY.CODE_EXPIRED', `This code is used, older than ${policy.code.minutes} minutes, or was tried too often`);
  }
  if (offered === 'right') return 'right';
  return [{ type: 'CodeRefused', data: { accountId: state.accountId, codeId, purpose } }];
};
