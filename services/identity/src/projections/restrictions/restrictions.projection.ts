import { defineProjection } from '@guildhall/event-sourcing';
import type { Instant } from '@guildhall/kernel';
import {
  restrictionStorage,
  type LadderStage,
  type RestrictionEvent,
  type RestrictionScope,
} from '../../domain/restriction/restriction.events.js';

/** One restriction as the party and the staff see it; `appealId` is the one under which the present step may be appealed. */
export type RestrictionDocument = Readonly<{
  restrictionId: string;
  partyId: string;
  stage: LadderStage | 'lifted';
  scope: readonly RestrictionScope[];
  reasonCode: string;
  evidenceRefs: readonly string[];
  reviewDate: string;
  carveOut: readonly string[];
  since: Instant;
  appealId: string;
  /** What the party wrote. */
  appeal: Readonly<{ appealId: string; text: string; openedAt: Instant }> | null;
  suspensionProposedBy: string | null;
  decidedBy: readonly string[];
  lifted: Readonly<{ cause: string; reason: string | null; at: Instant }> | null;
}>;

/** "Which restrictions are there, and by when are they reviewed?" by restriction. */
export const restrictions = defineProjection<RestrictionEvent, RestrictionDocument>({
  name: 'restrictions',
  version: 1,
  from: [restrictionStorage.category],
  indexes: [{ key: { partyId: 1, stage: 1 } }, { key: { stage: 1, reviewDate: 1 } }],
  ids: ({ data }) => [data.restrictionId],
  reduce(document, { type, data }) {
    switch (type) {
      case 'PartyNotified': {
        const { restrictionId, partyId, scope, reasonCode, evidenceRefs, reviewDate, appealId, at: since, by } = data;
        const step = { restrictionId, partyId, scope, reasonCode, evidenceRefs, reviewDate, appealId, since };
        return {
          ...step,
          stage: 'notice',
          carveOut: [],
          appeal: null,
          suspensionProposedBy: null,
          decidedBy: [by],
          lifted: null,
        };
      }
      case 'SuspensionProposed':
        return document && { ...document, suspensionProposedBy: data.by };
      case 'PartyRestricted': {
        const { stage, scope, reasonCode, evidenceRefs, reviewDate, carveOut, appealId, at: since, decidedBy } = data;
        const step = { stage, scope, reasonCode, evidenceRefs, reviewDate, carveOut, appealId, since, decidedBy };
        return document && { ...document, ...step, suspensionProposedBy: null };
      }
      case 'RestrictionLifted': {
        const { cause, reason, at } = data;
        return document && { ...document, stage: 'lifted', suspensionProposedBy: null, lifted: { cause, reason, at } };
      }
      case 'AppealOpened': {
        const { appealId, text, openedAt } = data;
        return document && { ...document, appeal: { appealId, text, openedAt } };
      }
    }
  },
});
