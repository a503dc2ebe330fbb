import { daysUntil, endOfDayUtc, escalate, startTimer } from '@guildhall/kernel';
import type { CommandRefused, ProcessManager, TimerDue } from '@guildhall/kernel';
import type { WalletEvent } from '../../domain/wallet/wallet.events.js';
import { toWallet } from '../orders.js';

/** `part`: 'credited', 'credited-2' …, or the freeze that this money came out of. */
type Line = { partyId: string; releaseId: string; part: string };
type Input =
  | Extract<WalletEvent, { type: 'EarningsCredited' | 'AmountFrozen' | 'AmountUnfrozen' }>
  | TimerDue<'security-hold', Line>
  | CommandRefused;
/** When each part of a release clears, and how many days of hold a frozen part still has. */
type State = Readonly<{ dueAt: Readonly<Record<string, string>>; daysLeft: Readonly<Record<string, number>> }>;

const due = (state: State, part: string, at: string): State => ({ ...state, dueAt: { ...state.dueAt, [part]: at } });

/** Keeps one release pending for the security hold. A freeze stops the clock of what it took; the rest clears on its day. */
export const earningsClearing: ProcessManager<Input, State> = {
  name: 'earnings-clearing',
  from: ['payments.wallet'],
  correlate({ type, data }) {
    switch (type) {
      case 'AmountFrozen':
      case 'AmountUnfrozen':
        // Money frozen out of `available` has cleared already.
        return data.source === 'pending' ? data.releaseId : null;
      case 'EarningsCredited':
      case 'timer.security-hold':
        return data.releaseId;
      case 'CommandRefused':
        return null;
    }
  },
  initialState: () => ({ dueAt: {}, daysLeft: {} }),
  evolve(state, { type, data }) {
    switch (type) {
      case 'EarningsCredited':
        return due(state, data.part, endOfDayUtc(data.creditedAt, data.securityHoldDays));
      case 'AmountFrozen': {
        const left = daysUntil(data.frozenAt, state.dueAt[data.part] ?? data.frozenAt);
        return { ...state, daysLeft: { ...state.daysLeft, [data.freezeId]: left } };
      }
      case 'AmountUnfrozen':
        return due(state, data.part, endOfDayUtc(data.unfrozenAt, state.daysLeft[data.part] ?? 0));
      case 'timer.security-hold':
      case 'CommandRefused':
        return state;
    }
  },
  react({ type, data }, state) {
    switch (type) {
      case 'EarningsCredited':
      case 'AmountUnfrozen': {
        const line: Line = { partyId: data.partyId, releaseId: data.releaseId, part: data.part };
        return [startTimer('security-hold', state.dueAt[data.part] ?? '', line, data.part)];
      }
      case 'AmountFrozen':
        return []; // the timer stays: on its day it clears what this freeze left, maybe nothing
      case 'timer.security-hold':
        return [toWallet('clear', data.partyId, { type: 'ClearEarnings', data })];
      case 'CommandRefused':
        return [escalate(data.code)]; // nothing may refuse a clearing: operators look
    }
  },
};
