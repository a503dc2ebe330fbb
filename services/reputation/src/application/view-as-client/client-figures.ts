import { money, minorOf, type Money } from '@guildhall/kernel';
import type { ClientConductDocument } from '../../projections/client-conduct/client-conduct.projection.js';

/** Shares 0 to 1 with three decimals; a figure without anything to count is absent. `n` counts contracts, the others what they are made of. */
export type ClientFigures = Readonly<{
  n: number;
  paid: readonly Money[];
  /** Median hours from the last submission to the first payment of a milestone. */
  payLatencyHours?: number;
  paidMilestones: number;
  /** Share of approvals that the client left to the timer. */
  autoReleaseShare?: number;
  approvals: number;
  /** Mean share of fault in rulings. */
  disputeFault?: number;
  rulings: number;
  /** Share of closed briefs that somebody was hired from. */
  hireRate?: number;
  closedBriefs: number;
}>;

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
const shareOf = (part: number, total: number): number | undefined => (total === 0 ? undefined : rounded(part / total));

const medianOf = (values: readonly number[]): number | undefined => {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : Math.round(((low + high) / 2) * 100) / 100;
};

const paidBy = (amounts: readonly Money[]): readonly Money[] => {
  const byCurrency = new Map<string, bigint>();
  for (const amount of amounts) byCurrency.set(amount.currency, (byCurrency.get(amount.currency) ?? 0n) + minorOf(amount));
  return [...byCurrency.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => money(minor, currency));
};

/** What a client is like to work for. */
export const clientFigures = ({ contracts, briefs }: ClientConductDocument): ClientFigures => {
  const conducts = Object.values(contracts);
  const milestones = conducts.flatMap((conduct) => conduct.milestones);
  const latencies = milestones.flatMap(({ payLatencyHours }) => payLatencyHours ?? []);
  const approvals = milestones.flatMap(({ approvedBy }) => approvedBy ?? []);
  const faults = conducts.flatMap((conduct) => conduct.faults);
  const hires = Object.values(briefs).flatMap((hired) => hired ?? []);
  const figures = {
    payLatencyHours: medianOf(latencies),
    autoReleaseShare: shareOf(approvals.filter((by) => by === 'timer').length, approvals.length),
    disputeFault: shareOf(
      faults.reduce((sum, fault) => sum + fault, 0),
      faults.length,
    ),
    hireRate: shareOf(hires.filter((hired) => hired > 0).length, hires.length),
  };
  return {
    n: conducts.length,
    paid: paidBy(conducts.map(({ paid }) => paid)),
    paidMilestones: latencies.length,
    approvals: approvals.length,
    rulings: faults.length,
    closedBriefs: hires.length,
    ...(Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined)) as Partial<ClientFigures>),
  };
};
