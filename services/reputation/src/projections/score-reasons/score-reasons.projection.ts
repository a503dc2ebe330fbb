import { defineProjection } from '@guildhall/event-sourcing';
import type { ProfileEvent, ScoreKey, TakenEvidence } from '../../domain/profile/profile.events.js';
import type { PublishedScore } from '../../domain/profile/profile.events.js';

type Own = Extract<ProfileEvent, { type: 'EvidenceTaken' | 'ContractRevalued' | 'ScoreRecomputed' }>;
type Item = Readonly<Pick<TakenEvidence, 'kind' | 'contractId' | 'at' | 'factIds'>>;

/** `score`: the last published one with what each item added; `items`, `values`: where its items and their weights came from. */
export type ScoreReasonsDocument = Readonly<{
  score: PublishedScore | null;
  items: Readonly<Record<string, Item>>;
  values: Readonly<Record<string, readonly string[]>>;
}>;

export const scoreReasonsId = ({ partyId, side, roleId }: ScoreKey): string => `${partyId}|${side}|${roleId}`;

/** Why a score is what it is: one document a party, side and kind of work. */
export const scoreReasons = defineProjection<Own, ScoreReasonsDocument>({
  name: 'score-reasons',
  version: 1,
  from: ['reputation.profile'],
  ids({ type, data }) {
    switch (type) {
      case 'EvidenceTaken':
      case 'ContractRevalued':
      case 'ScoreRecomputed':
        return [scoreReasonsId(data)];
    }
  },
  reduce(document, { type, data }) {
    const before = document ?? { score: null, items: {}, values: {} };
    switch (type) {
      case 'EvidenceTaken': {
        const { evidenceId, kind, contractId, at, factIds } = data.evidence;
        return { ...before, items: { ...before.items, [evidenceId]: { kind, contractId, at, factIds } } };
      }
      case 'ContractRevalued':
        return { ...before, values: { ...before.values, [data.worth.contractId]: data.worth.factIds } };
      case 'ScoreRecomputed': {
        const { partyId: _, side: __, roleId: ___, ...score } = data;
        return { ...before, score };
      }
    }
  },
});
