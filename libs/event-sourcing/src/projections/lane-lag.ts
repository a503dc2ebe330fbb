import type { Parking } from '../parking/parking.port.js';
import type { Progress } from '../subscriptions/follow.js';
import type { RunnerLag } from '../subscriptions/runner-lag.js';
import { parkedProjection, type RunnerLane } from './lane-state.js';
import { BEFORE_ALL } from './read-model-store.js';

/** How one read model stands: by the shared pass once it has joined it, by itself while it is rebuilt. */
export const lagOfLane = (lane: RunnerLane, shared: Progress | undefined, parking: Parking): RunnerLag => {
  const { model, standing, checkpoint, heartbeatAt, advancedAt, appliedRecordedAt } = lane;
  const joined = standing === 'joined';
  const own = joined ? (shared?.lagSeconds ?? 0) : (Date.now() - (appliedRecordedAt ?? advancedAt)) / 1000;
  return {
    runner: `projection:${model}`,
    state: joined ? (shared?.state ?? 'stopped') : standing,
    position: checkpoint.position === BEFORE_ALL ? null : checkpoint.position,
    lagSeconds: own,
    heartbeatAt: Math.max(heartbeatAt, joined ? (shared?.heartbeatAt ?? 0) : 0),
    advancedAt,
    parked: parking.list(parkedProjection(model)).length,
  };
};
