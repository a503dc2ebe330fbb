import { defineProjection } from '@guildhall/event-sourcing';
import type { Instant } from '@guildhall/kernel';
import { subjectStorage, type SubjectEvent } from '../../domain/subject/subject.events.js';
import type { SubjectStatus } from '../../domain/subject/subject.transitions.js';

/** One erasure; no personal data. Times are business time. */
export type ErasureDocument = Readonly<{
  subjectId: string;
  state: Exclude<SubjectStatus, '(none)'>;
  askedBy: 'account' | 'operator';
  requestedAt: Instant;
  forgottenAt: Instant | null;
  legalHoldUntil: Instant | null;
}>;

/** "Who asked to be forgotten, and how far is it?" by person. */
export const erasures = defineProjection<SubjectEvent, ErasureDocument>({
  name: 'erasures',
  version: 1,
  from: [subjectStorage.category],
  indexes: [{ key: { state: 1, requestedAt: 1 } }],
  ids: ({ data }) => [data.subjectId],
  reduce(document, { type, data }) {
    switch (type) {
      case 'ErasureRequested': {
        const { subjectId, requestedBy, requestedAt } = data;
        const askedBy = requestedBy === subjectId ? 'account' : 'operator';
        return { subjectId, state: 'erasing', askedBy, requestedAt, forgottenAt: null, legalHoldUntil: null };
      }
      case 'SubjectForgotten': {
        const { legalHoldUntil, forgottenAt } = data;
        return document && { ...document, state: legalHoldUntil === null ? 'forgotten' : 'held', forgottenAt, legalHoldUntil };
      }
      case 'HeldKeysDestroyed':
        return document && { ...document, state: 'forgotten' };
    }
  },
});
