import type { Transition, TransitionTable } from '@guildhall/kernel';
import { holdStatusOf, type EscrowState, type HoldStatus } from './escrow.state.js';
import type { EscrowCommand } from './escrow.commands.js';
import type { EscrowEvent } from './escrow.events.js';

/** States of the escrow itself (`open`, `completing`, `settled`) and of the money of each milestone. */
export type EscrowStatus = 'open' | 'completing' | 'settled' | HoldStatus;
type Row = Transition<EscrowStatus | '(none)', EscrowCommand['type'], EscrowEvent['type']>;

const ANY_HOLD = ['planned', 'held', 'partially_released', 'released', 'refunded', 'split', 'frozen'] as const;
const ANY_ESCROW = ['open', 'completing', 'settled'] as const;
/** What may follow in the append that closes a leg: the freeze that waited for it, commands that waited for that, the settlement. */
const FOLLOWING = [
  'ReleasedFreezeStarted',
  'FreezeCompleted',
  'InstructionResumed',
  'SplitSent',
  'FreezeEnded',
  'AmountUnfrozen',
  'ReleaseSent',
  'FreezeStarted',
  'AmountFrozen',
  'InstructionRefused',
  'EscrowSettled',
] as const;

const early = (command: EscrowCommand['type']): Row => ({
  name: `${command} before the contract is signed`,
  command,
  actors: ['system'],
  from: ['(none)'],
  to: 'same',
  events: ['InstructionAwaited'],
});
const misfit = (command: EscrowCommand['type']): Row => ({
  name: `${command} does not fit`,
  command,
  actors: ['system'],
  from: ANY_HOLD,
  to: 'same',
  events: ['InstructionRefused'],
  notify: ['client', 'freelancer'],
});
const tooSoon = (command: EscrowCommand['type']): Row => ({
  name: `${command} while the freeze is being taken`,
  command,
  actors: ['system'],
  from: ['frozen'],
  to: 'same',
  events: ['InstructionAwaited'],
});

const escrowRows: readonly Row[] = [
  { name: 'open', command: 'OpenEscrow', actors: ['system'], from: ['(none)'], to: 'open', events: ['EscrowOpened'] },
  {
    name: 'accept funding',
    command: 'AcceptFunding',
    actors: ['system'],
    from: ['open'],
    to: 'same',
    events: ['FundingAccepted'],
  },
  {
    name: 'funding does not fit',
    command: 'AcceptFunding',
    actors: ['system'],
    from: ANY_ESCROW,
    to: 'same',
    events: ['InstructionRefused'],
    notify: ['client'],
  },
  {
    name: 'no money will come',
    command: 'EndFunding',
    actors: ['system'],
    from: ['open', 'completing'],
    to: ['open', 'completing', 'settled'],
    events: ['FundingEnded', 'EscrowSettled'],
  },
  {
    name: 'refund all',
    command: 'RefundAll',
    actors: ['system'],
    from: ['open', 'completing'],
    to: 'same',
    events: ['RefundSent'],
    notify: ['client'],
  },
  {
    name: 'contract is completing',
    command: 'NoteCompletion',
    actors: ['system'],
    from: ['open'],
    to: ['completing', 'settled'],
    events: ['CompletionNoted', 'EscrowSettled'],
  },
];

const holdRows: readonly Row[] = [
  {
    name: 'place a hold',
    command: 'PlaceHold',
    actors: ['system'],
    from: ANY_HOLD,
    to: ['held', 'partially_released', 'frozen', 'refunded'],
    events: ['HoldPlaced', 'RefundSent'],
    notify: ['client', 'freelancer'],
  },
  {
    name: 'release part or rest',
    command: 'Release',
    actors: ['client', 'timer'],
    from: ['held', 'partially_released'],
    to: ['partially_released', 'released'],
    events: ['ReleaseSent'],
  },
  {
    name: 'release meets a freeze',
    command: 'Release',
    actors: ['client', 'timer'],
    from: ['frozen'],
    to: 'same',
    events: ['ReleaseSent', 'ReleaseDeferred'],
    notify: ['client', 'freelancer'],
  },
  misfit('Release'),
  {
    name: 'release is credited',
    command: 'CompleteRelease',
    actors: ['system'],
    from: ANY_HOLD,
    to: 'same',
    events: ['ReleaseCompleted', ...FOLLOWING],
    notify: ['freelancer'],
  },
  {
    name: 'refund from the hold',
    command: 'Refund',
    actors: ['freelancer', 'client'],
    from: ['held', 'partially_released', 'frozen'],
    to: ['held', 'partially_released', 'frozen', 'refunded'],
    events: ['RefundSent'],
  },
  {
    name: 'refund of released money',
    command: 'Refund',
    actors: ['freelancer'],
    from: ['partially_released', 'released', 'refunded', 'split', 'frozen'],
    to: 'same',
    events: ['ReleasedRefundStarted'],
  },
  misfit('Refund'),
  {
    name: 'refund is refused by the wallet',
    command: 'RefuseInstruction',
    actors: ['system'],
    from: ANY_HOLD,
    to: 'same',
    events: ['InstructionRefused', ...FOLLOWING],
    notify: ['freelancer'],
  },
  {
    name: 'refund is credited',
    command: 'CompleteRefund',
    actors: ['system'],
    from: ANY_HOLD,
    to: 'same',
    events: ['RefundCompleted', ...FOLLOWING],
    notify: ['client'],
  },
  {
    name: 'freeze',
    command: 'Freeze',
    actors: ['system'],
    from: ANY_HOLD,
    to: 'frozen',
    events: ['FreezeStarted', 'AmountFrozen', 'ReleasedFreezeStarted', 'FreezeCompleted'],
    notify: ['client', 'freelancer'],
  },
  {
    name: 'freeze is complete',
    command: 'CompleteFreeze',
    actors: ['system'],
    from: ['frozen'],
    to: ['frozen', 'held', 'partially_released', 'released', 'refunded', 'split'],
    events: FOLLOWING,
  },
  {
    name: 'unfreeze',
    command: 'EndFreeze',
    actors: ['system'],
    from: ['frozen'],
    to: ['planned', 'held', 'partially_released', 'released', 'refunded', 'split'],
    events: ['AmountUnfrozen', 'FreezeEnded', 'ReleaseSent', 'EscrowSettled'],
    notify: ['client', 'freelancer'],
  },
  {
    name: 'split by agreement',
    command: 'Split',
    actors: ['client', 'freelancer'],
    from: ['held', 'partially_released'],
    to: ['held', 'partially_released', 'split'],
    events: ['SplitSent'],
  },
  {
    name: 'split by ruling',
    command: 'Split',
    actors: ['system'],
    from: ['frozen'],
    to: 'same',
    events: ['SplitSent', 'SplitCompleted'],
  },
  misfit('Split'),
  {
    name: 'split is credited',
    command: 'CompleteSplit',
    actors: ['system'],
    from: ANY_HOLD,
    to: 'same',
    events: ['SplitCompleted', ...FOLLOWING],
    notify: ['client', 'freelancer'],
  },
  ...(['Freeze', 'Split', 'EndFreeze'] as const).map(tooSoon),
];

/** The life of an escrow and of each hold in it; instructions never throw: what does not fit is answered as refused. */
export const escrowTransitions = {
  aggregate: 'escrow',
  states: [...ANY_ESCROW, ...ANY_HOLD],
  ends: ['settled'],
  rows: [
    ...(
      ['AcceptFunding', 'PlaceHold', 'Release', 'Refund', 'RefundAll', 'Freeze', 'EndFreeze', 'Split', 'NoteCompletion'] as const
    ).map(early),
    ...escrowRows,
    ...holdRows,
  ],
} satisfies TransitionTable<EscrowStatus | '(none)', EscrowCommand['type'], EscrowEvent['type']>;

/** The state of the part of an escrow that a command is about. */
export const escrowStatusOf = (state: EscrowState, { data }: EscrowCommand): EscrowStatus | '(none)' => {
  if (!state.terms) return '(none)';
  const named = 'milestoneId' in data ? state.lines[data.milestoneId] : undefined;
  const frozen =
    'disputeId' in data && !('milestoneId' in data)
      ? Object.values(state.lines).find(({ freeze }) => freeze?.disputeId === data.disputeId)
      : undefined;
  const line = named ?? frozen;
  if (line) return holdStatusOf(line);
  if (state.settled) return 'settled';
  return state.completing ? 'completing' : 'open';
};
