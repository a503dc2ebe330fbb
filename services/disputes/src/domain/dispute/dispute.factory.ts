import { minorOf, money, type Money } from '@guildhall/kernel';
import type { DisputeCommand, Of, Ruling } from './dispute.commands.js';
import { disputeDecider } from './dispute.decider.js';
import type { DisputeEvent, Side } from './dispute.events.js';
import type { DisputeState } from './dispute.state.js';

export const usd = (amount: string): Money => money(BigInt(Math.round(Number(amount) * 100)), 'USD');
export const ID = 'fc502577-33d8-5fb7-953e-bf0c75ad7db0';
export const CLIENT = '7e014f6b-1b3f-5c1c-8045-75472df8e535';
export const FREELANCER = 'adba5708-f0d0-5f1f-b871-a1fd2536c23e';
export const MEDIATOR = '66384e8f-86ca-56be-be98-5a05290487e9';
export const ARBITRATOR = 'b4b4b7a5-6c36-5c0e-9f10-3a7f6fd10c11';
export const SENIOR = 'c0a8a3f4-3a0c-5a57-8f6b-0d7c9be3d222';
const FACT = '284f03a4-333a-59fd-bf39-b303299254a8';
export const OPENED_AT = '2026-03-05T12:00:00.000Z';
export const RESPOND_BY = '2026-03-14T00:00:00.000Z';

export const open = (amount = usd('400.00'), change: Partial<Of<'OpenDispute'>['data']> = {}): Of<'OpenDispute'> => ({
  type: 'OpenDispute',
  data: {
    disputeId: ID,
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    amount,
    openedBy: CLIENT,
    against: FREELANCER,
    openerSide: 'client',
    clientPartyId: CLIENT,
    freelancerPartyId: FREELANCER,
    grounds: 'not_as_agreed',
    statement: 'Half of it is missing.',
    authorAccountId: CLIENT,
    asOf: { stream: 'contracts.contract-29dc703c-94d4-5e5b-80dd-d81a22148c6f', revision: '9' },
    respondBy: RESPOND_BY,
    openedAt: OPENED_AT,
    disputable: money(minorOf(amount) * 2n, amount.currency),
    window: 'open',
    ...change,
  },
});
export const openByFreelancer = (amount = usd('400.00')): Of<'OpenDispute'> =>
  open(amount, { openedBy: FREELANCER, against: CLIENT, openerSide: 'freelancer', authorAccountId: FREELANCER });

export const freeze = (amount = usd('400.00'), change: Partial<Of<'NoteFreeze'>['data']> = {}): Of<'NoteFreeze'> => {
  const nothing = money(0n, amount.currency);
  const found = { amount, heldFrozen: amount, walletFrozenNet: nothing, shortfallNet: nothing };
  const remindAt = ['2026-03-11T00:00:00.000Z', '2026-03-13T00:00:00.000Z'];
  return { type: 'NoteFreeze', data: { ...found, respondBy: RESPOND_BY, remindAt, at: OPENED_AT, ...change } };
};
export const remind = (reminder = 1): DisputeCommand => ({ type: 'RemindResponse', data: { reminder } });
export const respond = (change: Partial<Of<'Respond'>['data']> = {}): Of<'Respond'> => ({
  type: 'Respond',
  data: {
    partyId: FREELANCER,
    statement: 'All is there.',
    authorAccountId: FREELANCER,
    at: '2026-03-06T10:00:00.000Z',
    ...change,
  },
});
export const acceptClaim = (partyId = FREELANCER): DisputeCommand => ({ type: 'AcceptClaim', data: { partyId } });
export const silence = (at = RESPOND_BY): DisputeCommand => ({ type: 'Default', data: { at } });
export const offer = (side: Side, toFreelancer: Money, offerId = `offer-${side}`): DisputeCommand => ({
  type: 'MakeOffer',
  data: { offerId, side, toFreelancer },
});
export const seal = (side: Side, offerId = `sealed-${side}`): DisputeCommand => ({
  type: 'SealOffer',
  data: { offerId, side, commit: `sha256:${'c'.repeat(64)}`, sealed: { v: 1, kid: 'k', iv: 'i', ct: 'c', tag: 't' } },
});
export const settleSealed = (toFreelancer: Money): DisputeCommand => ({
  type: 'SettleSealed',
  data: { clientOfferId: 'sealed-client', freelancerOfferId: 'sealed-freelancer', toFreelancer },
});
export const acceptOffer = (side: Side, offerId: string): DisputeCommand => ({ type: 'AcceptOffer', data: { offerId, side } });
export const ask = (side: Side): DisputeCommand => ({ type: 'AskMediation', data: { side } });
export const endNegotiation: DisputeCommand = { type: 'EndNegotiation', data: {} };
export const mediate = (mediatorAccountId = MEDIATOR): DisputeCommand => ({
  type: 'AssignMediator',
  data: { mediatorAccountId, reasonCodes: ['no_shared_history', 'least_load'], proposalBy: '2026-03-11T00:00:00.000Z' },
});
export const propose = (
  toFreelancer = usd('200.00'),
  change: Partial<Of<'ProposeMediation'>['data']> = {},
): Of<'ProposeMediation'> => ({
  type: 'ProposeMediation',
  data: {
    proposalId: FACT,
    by: MEDIATOR,
    toFreelancer,
    reasons: 'Half was delivered.',
    ruleIds: ['D1'],
    answerBy: '2026-03-13T00:00:00.000Z',
    conflict: 'none',
    ...change,
  },
});
export const answerMediation = (side: Side, answer: 'accept' | 'reject'): DisputeCommand => ({
  type: 'AnswerMediation',
  data: { side, answer, at: '2026-03-10T10:00:00.000Z' },
});
export const mediationSilence = (proposalId = FACT): DisputeCommand => ({
  type: 'EndMediation',
  data: { cause: 'silence', proposalId, at: '2026-03-13T00:00:00.000Z' },
});
export const mediationOver: DisputeCommand = {
  type: 'EndMediation',
  data: { cause: 'time_over', at: '2026-03-28T00:00:00.000Z' },
};
export const answerArbitration = (side: Side, answer: 'agree' | 'decline'): DisputeCommand => ({
  type: 'AnswerArbitration',
  data: { side, answer, at: '2026-03-11T10:00:00.000Z' },
});
export const offerOver: DisputeCommand = { type: 'EndArbitrationOffer', data: { at: '2026-03-18T00:00:00.000Z' } };
export const arbitrate = (arbitratorAccountId = ARBITRATOR): DisputeCommand => ({
  type: 'StartArbitration',
  data: {
    arbitratorAccountId,
    reasonCodes: ['may_arbitrate', 'not_the_mediator'],
    evidenceBy: '2026-03-17T00:00:00.000Z',
    rulingBy: '2026-03-25T00:00:00.000Z',
  },
});
export const exhibit = (side: Side, change: Partial<Of<'AddExhibit'>['data']> = {}): Of<'AddExhibit'> => ({
  type: 'AddExhibit',
  data: {
    exhibitId: FACT,
    side,
    name: 'brief.pdf',
    hash: `sha256:${'a'.repeat(64)}`,
    size: 1000,
    note: 'what was agreed',
    authorAccountId: side === 'client' ? CLIENT : FREELANCER,
    at: '2026-03-12T10:00:00.000Z',
    ...change,
  },
});
const ruling = (change: Partial<Ruling>): Ruling => ({
  rulingId: 'a6aa6923-3269-5da9-a6e1-02ec74ae9ec2',
  by: ARBITRATOR,
  toFreelancer: usd('240.00'),
  toClient: usd('160.00'),
  faultFreelancer: 0.4,
  faultClient: 0.6,
  ruleIds: ['D1'],
  factIds: [FACT],
  formula: '0.6 x 400.00',
  reasons: 'Most of it was delivered.',
  conflict: 'none',
  at: '2026-03-20T10:00:00.000Z',
  ...change,
});
export const rule = (change: Partial<Ruling> = {}): DisputeCommand => ({ type: 'Rule', data: ruling(change) });
export const force = (change: Partial<Ruling> = {}): DisputeCommand => ({
  type: 'ForceDecision',
  data: ruling({ by: SENIOR, ...change }),
});
export const escalate: DisputeCommand = { type: 'Escalate', data: { reason: 'long_stop', at: '2026-05-05T00:00:00.000Z' } };
export const orderSplit = (at = '2026-03-26T00:00:00.000Z'): DisputeCommand => ({ type: 'OrderSplit', data: { at } });
export const executed = (splitId: string): DisputeCommand => ({
  type: 'NoteExecution',
  data: { splitId, at: '2026-03-26T00:01:00.000Z' },
});
export const blocked = (splitId: string): DisputeCommand => ({
  type: 'BlockExecution',
  data: { splitId, reasonCode: 'exceeds_held', at: '2026-03-26T00:01:00.000Z' },
});
export const proposeRepair: DisputeCommand = { type: 'ProposeRepair', data: { repairId: FACT, by: SENIOR, reason: 'corrected' } };
export const approveRepair = (by = MEDIATOR): DisputeCommand => ({ type: 'ApproveRepair', data: { repairId: FACT, by } });
export const withdraw = (partyId = CLIENT): DisputeCommand => ({
  type: 'Withdraw',
  data: { partyId, at: '2026-03-07T00:00:00.000Z' },
});

/** The events that these commands make one after another. */
export const history = (...commands: readonly DisputeCommand[]): readonly DisputeEvent[] =>
  commands.reduce<readonly DisputeEvent[]>(
    (events, command) => [...events, ...disputeDecider.decide(command, stateOf(events))],
    [],
  );
export const stateOf = (events: readonly DisputeEvent[]): DisputeState =>
  events.reduce((state, event) => disputeDecider.evolve(state, event), disputeDecider.initialState());
/** The last split ordered in a history. */
export const splitIn = (events: readonly DisputeEvent[]): string => stateOf(events).splits.at(-1) ?? '';

export const awaiting = [open(), freeze()] as const;
export const negotiating = [...awaiting, respond()] as const;
export const mediating = [...negotiating, ask('client'), ask('freelancer'), mediate()] as const;
export const proposed = [...mediating, propose()] as const;
export const offeredArbitration = [...proposed, answerMediation('client', 'reject')] as const;
export const bothAgreed = [
  ...offeredArbitration,
  answerArbitration('client', 'agree'),
  answerArbitration('freelancer', 'agree'),
] as const;
export const arbitrating = [...bothAgreed, arbitrate()] as const;
export const decided = [...arbitrating, rule()] as const;
export const executing = [...decided, orderSplit()] as const;
