import type { DomainEvent } from '@guildhall/kernel';
import type { StoredEvent } from '../store/event-store.port.js';
import type { Projected } from './projection.js';

/** A stored event as projections see it. */
export const projectedOf = ({ metadata, category: _category, ...event }: StoredEvent): Projected<DomainEvent> => ({
  ...event,
  occurredAt: metadata.occurredAt,
  actor: metadata.actor,
  policyRefs: metadata.policyRefs,
});
