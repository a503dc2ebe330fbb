import { id, instant, money } from '../schema/fields.js';
import { object, type ValueOf } from '../schema/field.js';
import { milestoneKind } from './pricing.js';

/** A milestone as the signed terms hold it. */
export const plannedMilestone = object({ milestoneId: id, kind: milestoneKind, amount: money, dueAt: instant });
export type PlannedMilestone = ValueOf<typeof plannedMilestone>;
