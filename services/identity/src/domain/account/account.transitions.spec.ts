import { describe, it } from '@jest/globals';
import { expectTableAndDeciderAgree, expectTableWellFormed, type Situation } from '@guildhall/testing';
import { accountDecider, type AccountCommand } from './account.decider.js';
import type { AccountEvent } from './account.events.js';
import {
  changeAsked,
  closed,
  granted,
  NOON,
  offer,
  ORGANISATION,
  OTHER,
  proposed,
  registered,
  registration,
  resetAsked,
  verificationAsked,
} from './account.factory.js';
import { accountTransitions } from './account.transitions.js';

const suspension = { restrictionId: 'r', since: '2026-01-01T00:00:00.000Z', appeal: 'none' } as const;
const code = { codeId: 'c-9', at: NOON };
const profile = {
  displayName: 'Ada',
  about: '',
  skills: [],
  languages: [],
  timeZone: 'UTC',
  workModes: [],
  country: 'AT',
} as const;
const commands: readonly AccountCommand[] = [
  { type: 'Register', data: registration },
  { type: 'NoteDuplicateSignUp', data: { at: NOON } },
  { type: 'AskVerification', data: code },
  { type: 'VerifyEmail', data: offer('right') },
  { type: 'VerifyEmail', data: offer('wrong') },
  { type: 'AskPasswordReset', data: code },
  { type: 'ResetPassword', data: { ...offer('right'), passwordHash: 'h' } },
  { type: 'ChangePassword', data: { passwordHash: 'h' } },
  { type: 'RehashPassword', data: { passwordHash: 'h' } },
  { type: 'AskEmailChange', data: { ...code, newEmail: 'n', newEmailHash: 'n' } },
  { type: 'ConfirmEmailChange', data: { ...offer('right'), keepSessionId: 's' } },
  { type: 'EndOtherSessions', data: { keepSessionId: 's', at: NOON } },
  { type: 'PublishProfile', data: profile },
  { type: 'TakeRole', data: { role: 'client' } },
  { type: 'ProposeStaffRole', data: { role: 'operator', by: OTHER, reason: 'r' } },
  { type: 'ApproveStaffRole', data: { role: 'mediator', by: 'second', reason: 'r' } },
  { type: 'BootstrapOperator', data: { by: [OTHER] } },
  { type: 'WithdrawRole', data: { role: 'freelancer', reasonCode: 'own_wish', by: OTHER } },
  { type: 'NoteSeat', data: { organisationId: ORGANISATION, seatRole: 'owner', revision: '1' } },
  { type: 'CloseAccount', data: { reasonCode: 'own_wish', at: NOON } },
  { type: 'ProposeClosure', data: { ...suspension, reasonCode: 'fraud', by: OTHER, at: NOON } },
  { type: 'ApproveClosure', data: { ...suspension, by: 'second', at: NOON } },
];
const active: readonly AccountEvent[] = [
  registered,
  verificationAsked(),
  resetAsked(),
  changeAsked(),
  granted('freelancer'),
  proposed('mediator', OTHER),
];
const closing: AccountEvent = {
  type: 'ClosureProposed',
  data: { accountId: registration.accountId, restrictionId: 'r', reasonCode: 'fraud', proposedBy: OTHER },
};
const histories: readonly (readonly AccountEvent[])[] = [[], active, [...active, closing], [...active, closed]];
const situations: readonly Situation<AccountCommand, AccountEvent>[] = histories.flatMap((history) =>
  commands.map((when) => ({ given: history, when })),
);

describe('The transition table of an account', () => {
  it('is well formed', () => expectTableWellFormed(accountTransitions));
  it('agrees with the decider', () =>
    expectTableAndDeciderAgree(
      accountTransitions,
      accountDecider,
      { stateOf: ({ status }) => status, illegal: 'IDENTITY.ILLEGAL_TRANSITION' },
      situations,
    ));
});
