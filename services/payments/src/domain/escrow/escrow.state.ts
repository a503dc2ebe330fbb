import { minorOf, money, type EventData, type Instant, type Money } from '@guildhall/kernel';
import type { EscrowEvent, PlannedMilestone } from './escrow.events.js';

/** One release of a milestone: what of its gross has not been reversed since. */
export type Release = Readonly<{ releaseId: string; gross: bigint; reversed: bigint; completedAt: Instant }>;
export type Deferral = Readonly<{ releaseId: string; payeePartyId: string; amount: bigint; parts: number }>;
export type Freeze = Readonly<{
  freezeId: string;
  disputeId: string;
  /** Frozen part of the hold; the released part lies frozen in the freelancer's wallet, net. */
  held: bigint;
  /** Gross still to be looked for in released money; null once that was done. */
  sought: bigint | null;
  startedAt: Instant;
  released: readonly Readonly<{ releaseId: string; gross: bigint }>[];
  open: boolean;
}>;

/** The money of one milestone, gross, in minor units of the contract's currency. */
export type Line = Readonly<{
  milestone: PlannedMilestone;
  funded: bigint;
  clientFeePaid: bigint;
  clientFeeReturned: bigint;
  /** Spendable and frozen parts of the hold. */
  held: bigint;
  frozen: bigint;
  /** Released by releases, never lowered; shares of splits are not among it. */
  released: bigint;
  /** What emptied the hold; null while something is held or nothing ever was. */
  emptiedBy: 'released' | 'refunded' | 'split' | null;
  /** Everything that went back to the client so far, released money and shares included: base of the fee returned pro rata. */
  returned: bigint;
  releases: readonly Release[];
  /** Shares of splits that are on their way: releases once they are credited. */
  shares: readonly Release[];
  deferrals: readonly Deferral[];
  freeze: Freeze | null;
}>;

/** How an instruction was answered. `deferred`: in part, the rest when the freeze ends. */
export type Answer = 'taken' | 'deferred' | 'refused';

export type EscrowState = Readonly<{
  terms: EventData<EscrowEvent, 'EscrowOpened'> | null;
  lines: Readonly<Record<string, Line>>;
  /** Answer of each instruction (hold, release, refund, split and freeze ids); a redelivery gets the same one. */
  answers: Readonly<Record<string, Answer>>;
  /** Holds that an accepted funding still owes, by funding. */
  awaitedHolds: Readonly<Record<string, readonly string[]>>;
  /** Legs on their way: left here, not yet closed by the event that all sides are booked. Keys by `legOf`. */
  inTransit: readonly string[];
  /** Refunds of released money on their way, by leg: given back to the releases when the wallet refuses. */
  startedRefunds: Readonly<
    Record<
      string,
      Readonly<{ amount: bigint; clientFee: bigint; lines: readonly Readonly<{ releaseId: string; gross: bigint }>[] }>
    >
  >;
  /** Commands that came too early, in their order; see `InstructionAwaited`. */
  awaited: readonly EventData<EscrowEvent, 'InstructionAwaited'>[];
  completing: boolean;
  settled: boolean;
}>;

export const noEscrow: EscrowState = {
  terms: null,
  lines: {},
  answers: {},
  inTransit: [],
  awaitedHolds: {},
  startedRefunds: {},
  awaited: [],
  completing: false,
  settled: false,
};

export const emptyLine = (milestone: PlannedMilestone): Line => ({
  milestone,
  funded: 0n,
  clientFeePaid: 0n,
  clientFeeReturned: 0n,
  held: 0n,
  frozen: 0n,
  released: 0n,
  emptiedBy: null,
  returned: 0n,
  releases: [],
  shares: [],
  deferrals: [],
  freeze: null,
});

export const withLine = (state: EscrowState, milestoneId: string, change: (line: Line) => Line): EscrowState => {
  const line = state.lines[milestoneId];
  return line ? { ...state, lines: { ...state.lines, [milestoneId]: change(line) } } : state;
};

export const answered = (state: EscrowState, instructionId: string, answer: Answer): EscrowState => ({
  ...state,
  answers: { ...state.answers, [instructionId]: answer },
});

export const legOf = {
  funding: (fundingId: string): string => `funding:${fundingId}`,
  release: (milestoneId: string, releaseId: string, part: number): string => `release:${milestoneId}:${releaseId}:${part}`,
  refund: (milestoneId: string, refundId: string): string => `refund:${milestoneId}:${refundId}`,
  split: (milestoneId: string, splitId: string): string => `split:${milestoneId}:${splitId}`,
  freeze: (milestoneId: string, freezeId: string): string => `freeze:${milestoneId}:${freezeId}`,
};
/** True while such a leg of a milestone is on its way. */
export const isOnItsWay = (state: EscrowState, milestoneId: string, ...kinds: readonly (keyof typeof legOf)[]): boolean =>
  state.inTransit.some((leg) => kinds.some((kind) => leg.startsWith(`${kind}:${milestoneId}:`)));
export const sent = (state: EscrowState, leg: string): EscrowState => ({ ...state, inTransit: [...state.inTransit, leg] });
export const arrived = (state: EscrowState, leg: string): EscrowState => ({
  ...state,
  inTransit: state.inTransit.filter((other) => other !== leg),
});

/** Held in all: spendable and frozen. */
export const heldOf = (line: Line): bigint => line.held + line.frozen;

/** State of a milestone's money (payments.md, States); `frozen` lies over the others while a dispute is open. */
export type HoldStatus = 'planned' | 'held' | 'partially_released' | 'released' | 'refunded' | 'split' | 'frozen';
export const holdStatusOf = (line: Line): HoldStatus => {
  if (line.freeze?.open) return 'frozen';
  if (line.emptiedBy) return line.emptiedBy;
  if (heldOf(line) === 0n) return 'planned';
  return line.released > 0n ? 'partially_released' : 'held';
};

/** What is still owed to releases that met a freeze. */
export const deferredOf = (line: Line): bigint => line.deferrals.reduce((sum, { amount }) => sum + amount, 0n);

/** True when nothing is held, frozen, deferred, in transit or awaited anywhere. */
export const isEmpty = (state: EscrowState): boolean =>
  state.inTransit.length === 0 &&
  state.awaited.length === 0 &&
  Object.values(state.lines).every((line) => heldOf(line) === 0n && deferredOf(line) === 0n && !line.freeze?.open);

/** Sums over all lines for the closing event. */
export const totalsOf = (state: EscrowState, currency: string): Readonly<{ funded: Money; released: Money; refunded: Money }> => {
  const sum = (pick: (line: Line) => bigint): Money =>
    money(
      Object.values(state.lines).reduce((total, line) => total + pick(line), 0n),
      currency,
    );
  return {
    funded: sum(({ funded }) => funded),
    released: sum(({ releases }) => releases.reduce((total, release) => total + release.gross - release.reversed, 0n)),
    refunded: sum(({ returned }) => returned),
  };
};

/** Adds what was released; a release paid in parts (deferral) stays one. */
export const addRelease = (releases: readonly Release[], release: Release): readonly Release[] =>
  releases.some(({ releaseId }) => releaseId === release.releaseId)
    ? releases.map((known) =>
        known.releaseId === release.releaseId
          ? { ...known, gross: known.gross + release.gross, completedAt: release.completedAt }
          : known,
      )
    : [...releases, release];

/** Takes a gross amount back from releases, in the order given. */
export const reverse = (
  releases: readonly Release[],
  lines: readonly Readonly<{ releaseId: string; gross: Money }>[],
): readonly Release[] =>
  releases.map((release) => {
    const taken = lines
      .filter(({ releaseId }) => releaseId === release.releaseId)
      .reduce((sum, { gross }) => sum + minorOf(gross), 0n);
    return taken === 0n ? release : { ...release, reversed: release.reversed + taken };
  });
