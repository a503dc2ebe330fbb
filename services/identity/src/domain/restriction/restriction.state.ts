import type { Instant } from '@guildhall/kernel';
import type { Grounds, LadderStage, RestrictionEvent } from './restriction.events.js';

export type RestrictionStage = '(none)' | LadderStage | 'lifted';

export type RestrictionState = Readonly<{
  stage: RestrictionStage;
  partyId: string;
  restrictionId: string;
  reviewDate: string;
  /** When the present step began. */
  since: Instant;
  /** A suspension that waits for a second operator. */
  proposal: Readonly<{ by: string; grounds: Grounds }> | null;
  appeal: 'none' | 'open';
  /** Steps so far: each has an appeal id of its own. */
  steps: number;
}>;

export const noRestriction: RestrictionState = {
  stage: '(none)',
  partyId: '',
  restrictionId: '',
  reviewDate: '',
  since: '',
  proposal: null,
  appeal: 'none',
  steps: 0,
};

export const groundsOf = ({ scope, reasonCode, evidenceRefs, reviewDate }: Grounds): Grounds => ({
  scope,
  reasonCode,
  evidenceRefs,
  reviewDate,
});

export const evolveRestriction = (state: RestrictionState, { type, data }: RestrictionEvent): RestrictionState => {
  switch (type) {
    case 'PartyNotified': {
      const { partyId, restrictionId, reviewDate, at: since } = data;
      return { ...state, stage: 'notice', partyId, restrictionId, reviewDate, since, steps: 1 };
    }
    case 'SuspensionProposed':
      return { ...state, proposal: { by: data.by, grounds: groundsOf(data) } };
    case 'PartyRestricted': {
      const { stage, reviewDate, at: since } = data;
      return { ...state, stage, reviewDate, since, proposal: null, appeal: 'none', steps: state.steps + 1 };
    }
    case 'RestrictionLifted':
      return { ...state, stage: 'lifted', proposal: null };
    case 'AppealOpened':
      return { ...state, appeal: 'open' };
  }
};
