import { allowedIn, isBefore, type Command, type Decider, type EventData, type Instant } from '@guildhall/kernel';
import { fail } from '../identity.errors.js';
import { erasurePolicy } from './erasure-policy.js';
import type { SubjectEvent } from './subject.events.js';
import { subjectTransitions, type SubjectStatus } from './subject.transitions.js';

export type SubjectCommand =
  | Command<'RequestErasure', EventData<SubjectEvent, 'ErasureRequested'>>
  /** After the keys were destroyed. `legalHoldUntil`: as the handler found it, null where nothing is held. */
  | Command<'Forget', { legalHoldUntil: Instant | null; at: Instant }>
  /** After the held keys were destroyed. */
  | Command<'DestroyHeldKeys', { at: Instant }>;

export type SubjectState = Readonly<{
  status: SubjectStatus;
  subjectId: string;
  pseudonymId: string;
  requestedAt: Instant;
  forgottenAt: Instant | null;
  /** Stays as it was promised, also when it is over. */
  legalHoldUntil: Instant | null;
}>;

export const noSubject: SubjectState = {
  status: '(none)',
  subjectId: '',
  pseudonymId: '',
  requestedAt: '',
  forgottenAt: null,
  legalHoldUntil: null,
};

/** Throws while the law keeps what is held. */
export const requireHoldOver = ({ legalHoldUntil }: SubjectState, at: Instant): void => {
  if (legalHoldUntil !== null && isBefore(at, legalHoldUntil))
    throw fail('IDENTITY.LEGAL_HOLD', `Kept by law until ${legalHoldUntil}`, { until: legalHoldUntil });
};

/** The erasure of one person: asked for once; each step is repeated without effect. */
export const subjectDecider: Decider<SubjectCommand, SubjectEvent, SubjectState> = {
  initialState: () => noSubject,
  decide({ type, data }, state) {
    const { status, subjectId, pseudonymId, requestedAt } = state;
    const forgetting = { subjectId, pseudonymId, requestedAt };
    if (type === 'RequestErasure') return status === '(none)' ? [{ type: 'ErasureRequested', data }] : [];
    if (status === '(none)')
      throw fail('IDENTITY.ILLEGAL_TRANSITION', `${type}: nobody asked`, { allowed: allowedIn(subjectTransitions, status) });
    switch (type) {
      case 'Forget': {
        if (status !== 'erasing') return [];
        const { legalHoldUntil, at: forgottenAt } = data;
        const { version: policyVersion } = erasurePolicy;
        return [{ type: 'SubjectForgotten', data: { ...forgetting, legalHoldUntil, policyVersion, forgottenAt } }];
      }
      case 'DestroyHeldKeys':
        if (status !== 'held') return [];
        requireHoldOver(state, data.at);
        return [{ type: 'HeldKeysDestroyed', data: { ...forgetting, destroyedAt: data.at } }];
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'ErasureRequested': {
        const { subjectId, pseudonymId, requestedAt } = data;
        return { ...noSubject, status: 'erasing', subjectId, pseudonymId, requestedAt };
      }
      case 'SubjectForgotten': {
        const { legalHoldUntil, forgottenAt } = data;
        return { ...state, status: legalHoldUntil === null ? 'forgotten' : 'held', legalHoldUntil, forgottenAt };
      }
      case 'HeldKeysDestroyed':
        return { ...state, status: 'forgotten' };
    }
  },
};
