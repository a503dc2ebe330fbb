import { oneOf } from '../schema/fields.js';
import type { ValueOf } from '../schema/field.js';

/** Pricing models of the product (contracts.md); services refuse those that they do not offer yet. */
export const pricingModel = oneOf('fixed', 'milestone', 'hourly', 'retainer', 'per_unit', 'shift', 'success_fee', 'trial_task');
export type PricingModel = ValueOf<typeof pricingModel>;

/** Kinds of milestones (glossary); an expense passes through without the freelancer's fee. */
export const milestoneKind = oneOf(
  'deliverable',
  'work_week',
  'retainer_period',
  'unit_batch',
  'shift',
  'success_fee',
  'trial_task',
  'expense',
);
export type MilestoneKind = ValueOf<typeof milestoneKind>;
