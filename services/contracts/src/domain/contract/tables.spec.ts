import { describe, it } from '@jest/globals';
import { DomainError, isDomainError } from '@guildhall/kernel';
import { expectTableAndDeciderAgree, expectTableWellFormed } from '@guildhall/testing';
import type { ContractCommand } from './contract.commands.js';
import type { ContractDecider } from './contract.decider.js';
import {
  after, answer, approve, autoApprove, cancelLate, clauses, contractAfter, decider, declineOpen, decline, deferred, dispute, disputeClosed, draft,
  editTerms, escrowClosed, expire, freeze, funded, fundedSteps, fundingFailed, giveBack, lapse, latestInstruction, liftSuspension, M1, M2, markLate,
  offer, order, refunded, refused, released, releasePart, remind, repeatByHand, repeatRefused, requestCancellation, requestChanges, requestFunding,
  ruling, sign, signedSteps, split, start, type Step, submit, suspend, usd,
} from './contract.factory.js'; // prettier-ignore
import { contractTable } from './contract.transitions.js';
import { exists, findMilestone } from './contract.state.js';
import { fundingIdOf } from './decide-signing.js';
import { milestoneTable } from './milestone.transitions.js';

/** Codes that say a wrong state in better words than ILLEGAL_TRANSITION. */
const WRONG_STATE = [
  'CONTRACTS.MILESTONE_NOT_FUNDED',
  'CONTRACTS.TERMS_LOCKED',
  'CONTRACTS.OFFER_EXPIRED',
  'CONTRACTS.NOT_A_PARTY',
];
const ILLEGAL = 'CONTRACTS.ILLEGAL_TRANSITION';
const judged: ContractDecider = {
  ...decider,
  decide: (command, state) => {
    try {
      return decider.decide(command, state);
    } catch (error) {
      if (isDomainError(error) && WRONG_STATE.includes(error.code)) throw new DomainError(ILLEGAL, 'conflict', error.message);
      throw error;
    }
  },
};

const V1 = submit('a', '2026-03-01T10:15:00Z');
const DUE = '2026-03-16T00:00:00.000Z';
const two = clauses('800.00', '200.00');
const hash = contractAfter(draft(), offer()).termsHash;
const first = fundingIdOf(contractAfter(draft()).contractId, 1);
const approved = [...fundedSteps('800.00'), V1, approve(1, 'a')];
const releaseId = latestInstruction(contractAfter(...approved));
const givenBack = [...fundedSteps('800.00'), giveBack('800.00')];
const refundId = latestInstruction(contractAfter(...givenBack));
const paid = released(releaseId, { amount: '800.00', remaining: '0', revision: '9' });
const ruled = split('985c5690-b59d-5f41-97ac-de634c1f7f42', {
  amount: '800.00',
  toFreelancer: '300.00',
  toClient: '500.00',
  remaining: '0',
  revision: '9',
});
const asked = [...fundedSteps('800.00', two), requestCancellation('client', [M1, '0', '800.00'])];
const underDispute = dispute('400.00', '2026-03-05T00:00:00Z');
const planned = signedSteps({ ...two, milestones: [...two.milestones].reverse() });

const histories: readonly (readonly Step[])[] = [
  [], [draft()], [draft(), offer()], [draft(), offer(), sign('client', hash)], [draft(), decline('client')], [draft(), offer(), suspend()],
  signedSteps(clauses('800.00')), planned, [...planned, underDispute], [...signedSteps(), fundingFailed(first, 'final')],
  fundedSteps('800.00'), fundedSteps('800.00', two), [...fundedSteps('800.00'), start()], [...fundedSteps('800.00'), markLate()],
  [...fundedSteps('800.00'), start(), markLate()], [...fundedSteps('800.00'), underDispute], [...fundedSteps('800.00'), V1],
  [...fundedSteps('800.00'), V1, underDispute], [...fundedSteps('800.00'), V1, suspend()],
  [...fundedSteps('800.00'), V1, requestChanges(1, DUE)], approved, [...approved, underDispute], [...approved, refused(releaseId, 'release', 'frozen')],
  [...fundedSteps('800.00'), V1, autoApprove(1, DUE)], [...approved, paid], [...approved, paid, underDispute], [...approved, paid, suspend()],
  [...approved, paid, underDispute, escrowClosed()], [...approved, paid, suspend(), escrowClosed()], [...approved, paid, escrowClosed()],
  [...approved, paid, escrowClosed(), underDispute], givenBack, [...givenBack, refused(refundId, 'refund', 'frozen')],
  [...givenBack, refunded(refundId, { amount: '800.00', remaining: '0', revision: '9' })], [...fundedSteps('800.00'), ruled],
  asked, [...asked, V1], [...asked, answer('freelancer', 'accept')],
  [...asked, answer('freelancer', 'refuse'), underDispute, ruled],
  [...asked, answer('freelancer', 'refuse'), underDispute],
  [...fundedSteps('200.00', clauses('200.00', '800.00')), requestCancellation('client', [M1, '0', '200.00']), answer('freelancer', 'refuse'), dispute('200.00', DUE, M2)],
  [...fundedSteps('200.00', clauses('200.00', '800.00')), requestCancellation('client', [M1, '0', '200.00']), answer('freelancer', 'accept'), dispute('200.00', DUE, M2)],
]; // prettier-ignore

const forContracts: readonly ContractCommand[] = [
  draft(), order(), draft(clauses('1.00')), order({ ...clauses('800.00'), price: usd('1.00') }), editTerms(two), offer(), decline('client'),
  expire('drafted', '2026-04-01T00:00:00Z'), expire('offered', '2026-04-01T00:00:00Z'), declineOpen(), sign('client', hash), sign('freelancer', hash),
  funded('800.00', '20'), fundingFailed(first, 'final'), fundingFailed(first, 'retried'), refused(first, 'funding', 'currency_mismatch'),
  refused(releaseId, 'release', 'frozen'), released(releaseId, { amount: '100.00', remaining: '700.00', revision: '30' }),
  released(releaseId, { amount: '800.00', remaining: '0', revision: '30' }), refunded(refundId, { amount: '100.00', remaining: '700.00', revision: '30' }),
  refunded(refundId, { amount: '800.00', remaining: '0', revision: '30' }), ruledAt('0'), ruledAt('100.00'),
  requestCancellation('client', [M1, '0', '800.00']), answer('freelancer', 'accept'), answer('freelancer', 'refuse'), lapse('2026-04-01T00:00:00Z'),
  escrowClosed(), suspend(), liftSuspension(), underDispute, disputeClosed('2026-04-01T00:00:00Z'), disputeClosed('2026-04-01T00:00:00Z', 'executed', M2),
]; // prettier-ignore
function ruledAt(remaining: string): ContractCommand {
  return split('284f03a4-333a-59fd-bf39-b303299254a8', {
    amount: '400.00',
    toFreelancer: '400.00',
    toClient: '0',
    remaining,
    revision: '30',
  });
}
const { data: same } = draft() as Extract<ContractCommand, { type: 'DraftContract' }>;
const selfDealt: ContractCommand = { type: 'DraftContract', data: { ...same, freelancerPartyId: same.clientPartyId } };

const forMilestones: readonly ContractCommand[] = [
  requestFunding(M1), funded('800.00', '20'), start(), submit('b', '2026-03-20T00:00:00Z'), requestChanges(1, DUE), approve(1, 'a'), remind(1, DUE),
  autoApprove(1, DUE), releasePart('100.00'), giveBack('100.00'), giveBack('100.00', 'released'), markLate(), cancelLate('2026-04-01T00:00:00Z'),
  dispute('100.00', '2026-04-01T00:00:00Z'), freeze('400.00'), ruling(), disputeClosed('2026-04-01T00:00:00Z'), deferred(releaseId),
  ...forContracts.filter(({ type }) => ['NoteRelease', 'NoteRefund', 'NoteSplit'].includes(type)),
  refused(releaseId, 'release', 'frozen'),
  refused(refundId, 'refund', 'frozen'), repeatRefused(), repeatByHand(releaseId), repeatByHand(refundId),
]; // prettier-ignore

const situations = (commands: readonly ContractCommand[]) =>
  histories.flatMap((history) => commands.map((when) => ({ given: after(...history), when })));
const dropsM1 = after(
  ...planned,
  funded('800.00', '1', M2),
  requestCancellation('client', [M2, '0', '800.00']),
  answer('freelancer', 'accept'),
);
const contestedM1 = after(
  ...planned,
  funded('800.00', '1', M2),
  requestCancellation('client', [M2, '0', '800.00']),
  answer('freelancer', 'refuse'),
  underDispute,
);
const fundable = after(...planned, funded('800.00', '1', M2), fundingFailed(first, 'final'));

describe('The table of contracts', () => {
  it('is well formed', () => expectTableWellFormed(contractTable));
  it('agrees with the decider in every state and for every command', () =>
    expectTableAndDeciderAgree(
      contractTable,
      judged,
      { stateOf: ({ status }) => status, illegal: ILLEGAL },
      situations([...forContracts, selfDealt]),
    ));
});

describe('The table of milestones', () => {
  it('is well formed', () => expectTableWellFormed(milestoneTable));
  it('agrees with the decider in every state and for every command', () =>
    expectTableAndDeciderAgree(
      milestoneTable,
      judged,
      { stateOf: (state) => (exists(state) ? (findMilestone(state, M1)?.status ?? '(none)') : '(none)'), illegal: ILLEGAL },
      [
        ...situations(forMilestones).filter(({ given }) => given.some(({ type }) => type === 'MilestonePlanned')),
        ...[dropsM1, contestedM1, fundable].flatMap((given) => forMilestones.map((when) => ({ given, when }))),
      ],
    ));
});
