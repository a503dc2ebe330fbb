import { describe, expect, it } from '@jest/globals';
import { addMinutes } from '@guildhall/kernel';
import { specFor } from '@guildhall/testing';
import { triesLeft } from './account.codes.js';
import { accountDecider } from './account.decider.js';
import {
  ACCOUNT,
  changeAsked,
  closed,
  granted,
  NOON,
  offer,
  ORGANISATION,
  OTHER,
  proposed,
  refused,
  registered,
  registration,
  resetAsked,
  verificationAsked,
  verified,
} from './account.factory.js';

const given = specFor(accountDecider);
const five = <T>(value: T): readonly T[] => Array.from({ length: 5 }, () => value);

describe('A person', () => {
  it('has one account under an id', () => {
    given().when({ type: 'Register', data: registration }).then(registered);
    given(registered).when({ type: 'Register', data: registration }).thenFails('IDENTITY.ILLEGAL_TRANSITION');
  });

  it('can do nothing without an account, and nothing after it was closed', () => {
    const change = { type: 'ChangePassword', data: { passwordHash: 'h' } } as const;
    given().when(change).thenFails('IDENTITY.ILLEGAL_TRANSITION');
    given(registered, closed).when(change).thenFails('IDENTITY.ILLEGAL_TRANSITION');
  });

  it('learns by mail that the address was used again, three times an hour at most', () => {
    const seen = (at: string) =>
      ({ type: 'DuplicateSignUpSeen', data: { accountId: ACCOUNT, email: registration.email, seenAt: at } }) as const;
    given(registered)
      .when({ type: 'NoteDuplicateSignUp', data: { at: NOON } })
      .then(seen(NOON));
    const thrice = [0, 1, 2].map((minutes) => seen(addMinutes(NOON, minutes)));
    given(registered, ...thrice)
      .when({ type: 'NoteDuplicateSignUp', data: { at: addMinutes(NOON, 59) } })
      .thenNothingHappens();
    given(registered, ...thrice)
      .when({ type: 'NoteDuplicateSignUp', data: { at: addMinutes(NOON, 60) } })
      .then(seen(addMinutes(NOON, 60)));
    given(registered, closed)
      .when({ type: 'NoteDuplicateSignUp', data: { at: NOON } })
      .thenNothingHappens();
  });
});

describe('A mailed code', () => {
  it('verifies the address within ten minutes, once', () => {
    given(registered, verificationAsked())
      .when({ type: 'VerifyEmail', data: offer('right') })
      .then({
        type: 'EmailVerified',
        data: { accountId: ACCOUNT, codeId: 'c-1' },
      });
    given(registered, verificationAsked(), verified)
      .when({ type: 'VerifyEmail', data: offer('right') })
      .thenFails('IDENTITY.CODE_EXPIRED');
  });

  it('is void from the tenth minute on', () =>
    given(registered, verificationAsked())
      .when({ type: 'VerifyEmail', data: offer('right', addMinutes(NOON, 10)) })
      .thenFails('IDENTITY.CODE_EXPIRED'));

  it('is void after five wrong tries, which are counted in the log', () => {
    given(registered, resetAsked())
      .when({ type: 'ResetPassword', data: { ...offer('wrong'), passwordHash: 'h' } })
      .then(refused('reset'));
    const tried = given(registered, resetAsked(), ...five(refused('reset')));
    tried.when({ type: 'ResetPassword', data: { ...offer('right'), passwordHash: 'h' } }).thenFails('IDENTITY.CODE_EXPIRED');
    expect(triesLeft(tried.state, 'reset')).toBe(0);
  });

  it('is replaced by the next one', () =>
    given(registered, verificationAsked('c-1'), verificationAsked('c-2'))
      .when({ type: 'VerifyEmail', data: offer('right', NOON, 'c-1') })
      .thenFails('IDENTITY.CODE_EXPIRED'));

  it('is mailed three times an hour at most, silently', () => {
    const thrice = ['a', 'b', 'c'].map((codeId) => resetAsked(codeId));
    given(registered, ...thrice)
      .when({ type: 'AskPasswordReset', data: { codeId: 'd', at: addMinutes(NOON, 59) } })
      .thenNothingHappens();
    expect(
      given(registered, ...thrice)
        .when({ type: 'AskPasswordReset', data: { codeId: 'd', at: addMinutes(NOON, 60) } })
        .decided(),
    ).toHaveLength(1);
  });

  it('is not sent to an address that is verified', () =>
    given(registered, verified)
      .when({ type: 'AskVerification', data: { codeId: 'c', at: NOON } })
      .thenNothingHappens());

  it('for the old address is void once the address has changed', () => {
    const changed = given(registered, changeAsked())
      .when({ type: 'ConfirmEmailChange', data: { ...offer('right'), keepSessionId: 's' } })
      .decided();
    given(registered, resetAsked('r'), changeAsked(), ...changed)
      .when({ type: 'ResetPassword', data: { ...offer('right', NOON, 'r'), passwordHash: 'h' } })
      .thenFails('IDENTITY.CODE_EXPIRED');
  });
});

describe('An e-mail change', () => {
  it('tells both addresses, and takes effect with the code sent to the new one', () => {
    const data = { codeId: 'c-1', newEmail: 'ada@new.example', newEmailHash: 'hash-of-new', at: NOON };
    given(registered).when({ type: 'AskEmailChange', data }).then(changeAsked());
    given(registered, changeAsked())
      .when({ type: 'ConfirmEmailChange', data: { ...offer('right'), keepSessionId: 's-1' } })
      .then({
        type: 'EmailChanged',
        data: {
          ...{ accountId: ACCOUNT, codeId: 'c-1', email: 'ada@new.example', emailHash: 'hash-of-new' },
          ...{ oldEmailHash: 'hash-of-ada', keepSessionId: 's-1', changedAt: addMinutes(NOON, 9) },
        },
      });
  });
});

describe('Roles', () => {
  it('of people are taken by the account itself, staff roles are not', () => {
    given(registered)
      .when({ type: 'TakeRole', data: { role: 'client' } })
      .then(granted('client'));
    given(registered, granted('client'))
      .when({ type: 'TakeRole', data: { role: 'client' } })
      .thenNothingHappens();
    given(registered)
      .when({ type: 'TakeRole', data: { role: 'operator' } })
      .thenFails('IDENTITY.ROLE_NOT_ALLOWED');
    given(registered)
      .when({ type: 'ProposeStaffRole', data: { role: 'client', by: OTHER, reason: 'r' } })
      .thenFails('IDENTITY.ROLE_NOT_ALLOWED');
  });

  it('of staff need two operators', () => {
    const approve = (by: string) => ({ type: 'ApproveStaffRole', data: { role: 'mediator', by, reason: 'agreed' } }) as const;
    given(registered)
      .when({ type: 'ProposeStaffRole', data: { role: 'mediator', by: OTHER, reason: 'joins the team' } })
      .then(proposed('mediator', OTHER));
    given(registered).when(approve('second')).thenFails('IDENTITY.ILLEGAL_TRANSITION');
    given(registered, proposed('mediator', OTHER)).when(approve(OTHER)).thenFails('IDENTITY.FOUR_EYES_REQUIRED');
    given(registered, proposed('mediator', OTHER))
      .when(approve('second'))
      .then(granted('mediator', [OTHER, 'second'], 'agreed', 'second'));
    given(registered, granted('mediator')).when(approve('second')).thenNothingHappens();
  });

  it('end once', () => {
    const withdraw = { type: 'WithdrawRole', data: { role: 'client', reasonCode: 'own_wish', by: ACCOUNT } } as const;
    const withdrawn = { type: 'RoleWithdrawn', data: { accountId: ACCOUNT, ...withdraw.data } } as const;
    given(registered, granted('client')).when(withdraw).then(withdrawn);
    given(registered, granted('client'), withdrawn).when(withdraw).thenNothingHappens();
  });
});

describe('A seat', () => {
  const noted = (seatRole: 'owner' | 'none', revision: string) =>
    ({ type: 'SeatNoted', data: { accountId: ACCOUNT, organisationId: ORGANISATION, seatRole, revision } }) as const;
  const note = (seatRole: 'owner' | 'none', revision: string) =>
    ({ type: 'NoteSeat', data: { organisationId: ORGANISATION, seatRole, revision } }) as const;

  it('is noted by the newest word of the organisation, in whatever order words arrive', () => {
    given(registered).when(note('owner', '1')).then(noted('owner', '1'));
    given(registered, noted('none', '10')).when(note('owner', '9')).thenNothingHappens();
    given(registered, noted('owner', '9')).when(note('none', '10')).then(noted('none', '10'));
  });

  it('of a closed account is not noted, and that is no refusal', () =>
    given(registered, closed).when(note('owner', '1')).thenNothingHappens());
});

describe('Closing an account at the end of the ladder', () => {
  const since = '2026-01-31T12:00:00.000Z';
  const propose = (at: string, appeal: 'none' | 'open' = 'none') =>
    ({ type: 'ProposeClosure', data: { restrictionId: 'r', since, appeal, reasonCode: 'fraud', by: OTHER, at } }) as const;
  const approve = (by: string, restrictionId = 'r') =>
    ({ type: 'ApproveClosure', data: { restrictionId, since, appeal: 'none', by, at: NOON } }) as const;
  const proposal = {
    type: 'ClosureProposed',
    data: { accountId: ACCOUNT, restrictionId: 'r', reasonCode: 'fraud', proposedBy: OTHER },
  } as const;

  it('waits for thirty days of suspension without an open appeal', () => {
    given(registered).when(propose(NOON)).then(proposal);
    given(registered).when(propose('2026-03-02T11:59:59.999Z')).thenFails('IDENTITY.ILLEGAL_TRANSITION');
    given(registered).when(propose(NOON, 'open')).thenFails('IDENTITY.ILLEGAL_TRANSITION');
  });

  it('needs two operators on one suspension', () => {
    given(registered).when(approve('second')).thenFails('IDENTITY.ILLEGAL_TRANSITION');
    given(registered, proposal).when(approve('second', 'another')).thenFails('IDENTITY.ILLEGAL_TRANSITION');
    given(registered, proposal).when(approve(OTHER)).thenFails('IDENTITY.FOUR_EYES_REQUIRED');
    given(registered, proposal)
      .when(approve('second'))
      .then({
        type: 'AccountClosed',
        data: { accountId: ACCOUNT, partyId: ACCOUNT, reasonCode: 'fraud', closedAt: NOON, closedBy: [OTHER, 'second'] },
      });
  });
});
