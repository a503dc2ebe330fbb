import type { Clock } from '@guildhall/kernel';
import type { WallClock } from '@guildhall/service-kit';
import type { ClearingDocument } from '../../projections/clearing/clearing.projection.js';

/** Age of an open balance in seconds: a transfer is as old as the machines took, a payout or hold as old as business time says. */
export const ageSecondsOf = (
  { kind, recordedAt, since }: Pick<ClearingDocument, 'kind' | 'recordedAt' | 'since'>,
  clock: Clock,
  wall: WallClock,
): number => {
  const sinceMs = kind === 'transfer' ? wall.nowMs() - Date.parse(recordedAt) : clock.now().getTime() - Date.parse(since);
  return Math.max(0, Math.round(sinceMs / 1_000));
};
