import { defineProjection } from '@guildhall/event-sourcing';
import type { EventData } from '@guildhall/kernel';
import type { ProfileEvent } from '../../domain/profile/profile.events.js';

type Own = Extract<ProfileEvent, { type: 'ScoreRecomputed' }>;
type Recomputed = EventData<ProfileEvent, 'ScoreRecomputed'>;
type Hidden = 'partyId' | 'alpha' | 'beta' | 'alpha0' | 'beta0' | 'contributions';

/** A score as everybody sees it, as it was published; "new" has no number. */
export type PublicScore = Readonly<Omit<Recomputed, Hidden>> & Readonly<{ status: 'new' | 'scored' }>;
/** One document a party. */
export type ScoresDocument = Readonly<{ items: readonly PublicScore[] }>;

const isOf = ({ side, roleId }: PublicScore, data: Recomputed): boolean => side === data.side && roleId === data.roleId;
const inOrder = (a: PublicScore, b: PublicScore): number => (`${a.side}|${a.roleId}` < `${b.side}|${b.roleId}` ? -1 : 1);

/** How good, and how sure. */
export const scores = defineProjection<Own, ScoresDocument>({
  name: 'scores',
  version: 1,
  from: ['reputation.profile'],
  ids({ type, data }) {
    switch (type) {
      case 'ScoreRecomputed':
        return [data.partyId];
    }
  },
  reduce(document, { data }) {
    const { partyId: _, alpha: __, beta: ___, alpha0: ____, beta0: _____, contributions: ______, ...shown } = data;
    const score: PublicScore = { ...shown, status: shown.headline === undefined ? 'new' : 'scored' };
    const others = (document?.items ?? []).filter((item) => !isOf(item, data));
    return { items: [...others, score].sort(inOrder) };
  },
});
