import { defineProjection } from '@guildhall/event-sourcing';
import type { Instant } from '@guildhall/kernel';
import type { ReviewsEvent } from '../../domain/reviews/reviews.events.js';
import type { Side } from '../../domain/score/evidence.js';

type Own = Exclude<ReviewsEvent, { type: 'ReviewsFlagged' | 'ReviewResealed' }>;
/** `mine`: whether the party's own review is under seal; it may be edited until the other's is there. */
export type OpenWindow = Readonly<{ side: Side; closesAt: Instant; mine: 'open' | 'sealed' }>;
/** One document a party: its open windows by contract. */
export type OpenWindowsDocument = Readonly<{ windows: Readonly<Record<string, OpenWindow>> }>;

const without = (document: OpenWindowsDocument | null, contractId: string): OpenWindowsDocument | null => {
  if (!document) return null;
  const { [contractId]: _, ...windows } = document.windows;
  return Object.keys(windows).length === 0 ? null : { windows };
};

/** Where a party may still review, and until when. */
export const openWindows = defineProjection<Own, OpenWindowsDocument>({
  name: 'open-windows',
  version: 1,
  from: ['reputation.reviews'],
  ids({ type, data }) {
    switch (type) {
      case 'ReviewWindowOpened':
      case 'ReviewWindowClosed':
        return [data.clientPartyId, data.freelancerPartyId];
      case 'ReviewSealed':
        return [data.authorPartyId];
      case 'ReviewPublished':
        return [data.authorPartyId, data.subjectPartyId];
    }
  },
  reduce(document, { type, data }, partyId) {
    const { contractId } = data;
    switch (type) {
      case 'ReviewWindowOpened': {
        const side = partyId === data.clientPartyId ? 'client' : 'freelancer';
        return { windows: { ...document?.windows, [contractId]: { side, closesAt: data.closesAt, mine: 'open' } } };
      }
      case 'ReviewSealed': {
        const window = document?.windows[contractId];
        return document && window ? { windows: { ...document.windows, [contractId]: { ...window, mine: 'sealed' } } } : document;
      }
      case 'ReviewPublished':
      case 'ReviewWindowClosed':
        return without(document, contractId);
    }
  },
});
