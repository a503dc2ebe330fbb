import type { Instant } from '@guildhall/kernel';
import type { WallClock } from '@guildhall/service-kit';

/** Now by the wall clock: codes and sessions never follow the sandbox clock. */
export const wallNow = (wall: WallClock): Instant => new Date(wall.nowMs()).toISOString();
