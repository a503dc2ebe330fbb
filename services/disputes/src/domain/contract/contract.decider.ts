import { addDays, endOfDayUtc, isBefore, minorOf, money } from '@guildhall/kernel';
import type { Command, Decider, DomainEvent, EventData, Instant, Money, StorageContract } from '@guildhall/kernel';
import policy from '../policies/dispute-v1.json' with { type: 'json' };

/** `sourceRevision`: of the contract's own stream; `escrowRevision`: of its escrow. Both decimal strings; the highest counts. */
type OfContract = { contractId: string; sourceRevision: string };
type OfMoney = { contractId: string; milestoneId: string; heldRemaining: Money; escrowRevision: string; at: Instant };

export type ContractEvent =
  | DomainEvent<
      'SigningHeard',
      OfContract & {
        clientPartyId: string;
        freelancerPartyId: string;
        currency: string;
        policyRefs: Readonly<Record<string, string>>;
        milestones: readonly Readonly<{ milestoneId: string; amount: Money }>[];
        at: Instant;
      }
    >
  | DomainEvent<
      'SubmissionHeard',
      OfContract & { milestoneId: string; deliverableVersion: number; contentHash: string; at: Instant }
    >
  | DomainEvent<
      'ChangesHeard',
      OfContract & {
        milestoneId: string;
        deliverableVersion: number;
        reasonCode: string;
        criteriaIds: readonly string[];
        at: Instant;
      }
    >
  | DomainEvent<
      'ApprovalHeard',
      OfContract & { milestoneId: string; releaseId: string; amount: Money; approvedBy: 'client' | 'timer'; at: Instant }
    >
  | DomainEvent<'EndingHeard', OfContract & { endReason: string; at: Instant }>
  | DomainEvent<'FundingHeard', OfMoney & { amount: Money; movedFrom?: Readonly<{ milestoneId: string; heldRemaining: Money }> }>
  | DomainEvent<'ReleaseHeard', OfMoney & { releaseId: string; gross: Money }>
  | DomainEvent<'RefundHeard', OfMoney & { refundId: string; amount: Money; source: 'held' | 'released' }>
  | DomainEvent<'SplitHeard', OfMoney & { splitId: string; toFreelancer: Money; toClient: Money; heldPart: Money }>
  | DomainEvent<
      'DeferralHeard',
      { contractId: string; milestoneId: string; releaseId: string; released: Money; deferred: Money; at: Instant }
    >;

/** Stream `disputes.contract-<contractId>`: what was heard of it, also before its signing. */
export const contractStorage = {
  category: 'disputes.contract',
  schemaVersions: {
    SigningHeard: 1,
    SubmissionHeard: 1,
    ChangesHeard: 1,
    ApprovalHeard: 1,
    EndingHeard: 1,
    FundingHeard: 1,
    ReleaseHeard: 1,
    RefundHeard: 1,
    SplitHeard: 1,
    DeferralHeard: 1,
  },
} as const satisfies StorageContract<ContractEvent>;

type Data<T extends ContractEvent['type']> = EventData<ContractEvent, T>;
export type ContractCommand =
  | Command<'NoteContractEvent', { contractId: string; event: ContractEvent }>
  /** A fact without effect here; the handler leaves `FactNoted`. */
  | Command<'NoteNothingOfContract', { contractId: string }>;

type Release = Readonly<{ releaseId: string; gross: Money; at: Instant }>;
type Line = Readonly<{ held: Money | null; releases: readonly Release[]; reversed: bigint }>;
export type ContractState = Readonly<{
  signed: Data<'SigningHeard'> | null;
  /** Newest revision of the contract's own stream that was heard of. */
  sourceRevision: string;
  endedAt: Instant;
  escrowRevision: string;
  lines: Readonly<Record<string, Line>>;
}>;

const NO_LINE: Line = { held: null, releases: [], reversed: 0n };
const newest = (a: string, b: string): string => (BigInt(a) < BigInt(b) ? b : a);
const heardTo = (state: ContractState, { sourceRevision }: OfContract): ContractState => ({
  ...state,
  sourceRevision: newest(state.sourceRevision, sourceRevision),
});

/** Of money facts that overtook each other the one with the highest escrow revision says what is held of its milestone. */
const withHeld = (state: ContractState, milestoneId: string, told: OfMoney, held: Money): ContractState => {
  const line = state.lines[milestoneId] ?? NO_LINE;
  const older = BigInt(told.escrowRevision) < BigInt(state.escrowRevision) && line.held !== null;
  const escrowRevision = newest(state.escrowRevision, told.escrowRevision);
  return older ? state : { ...state, escrowRevision, lines: { ...state.lines, [milestoneId]: { ...line, held } } };
};
const heldIn = (state: ContractState, told: OfMoney): ContractState =>
  withHeld(state, told.milestoneId, told, told.heldRemaining);
const withLine = (state: ContractState, milestoneId: string, change: (line: Line) => Line): ContractState => ({
  ...state,
  lines: { ...state.lines, [milestoneId]: change(state.lines[milestoneId] ?? NO_LINE) },
});

/** The client's share of a split comes from the held part first; only the rest takes released money back. */
const takenBack = ({ toClient, heldPart }: Data<'SplitHeard'>): bigint => {
  const rest = minorOf(toClient) - minorOf(heldPart);
  return rest > 0n ? rest : 0n;
};

export const contractDecider: Decider<ContractCommand, ContractEvent, ContractState> = {
  initialState: () => ({ signed: null, sourceRevision: '0', endedAt: '', escrowRevision: '-1', lines: {} }),
  decide({ type, data }, { signed }) {
    switch (type) {
      case 'NoteContractEvent':
        return data.event.type === 'SigningHeard' && signed ? [] : [data.event];
      case 'NoteNothingOfContract':
        return [];
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'SigningHeard':
        return { ...heardTo(state, data), signed: data };
      case 'SubmissionHeard':
      case 'ChangesHeard':
      case 'ApprovalHeard':
        return heardTo(state, data);
      case 'EndingHeard':
        return { ...heardTo(state, data), endedAt: data.at };
      case 'FundingHeard': {
        const { movedFrom } = data;
        const funded = heldIn(state, data);
        return movedFrom ? withHeld(funded, movedFrom.milestoneId, data, movedFrom.heldRemaining) : funded;
      }
      case 'ReleaseHeard': {
        const { milestoneId, releaseId, gross, at } = data;
        const add = (line: Line): Line => ({ ...line, releases: [...line.releases, { releaseId, gross, at }] });
        return withLine(heldIn(state, data), milestoneId, add);
      }
      case 'RefundHeard': {
        const back = data.source === 'released' ? minorOf(data.amount) : 0n;
        return withLine(heldIn(state, data), data.milestoneId, (line) => ({ ...line, reversed: line.reversed + back }));
      }
      case 'SplitHeard':
        return withLine(heldIn(state, data), data.milestoneId, (line) => ({
          ...line,
          reversed: line.reversed + takenBack(data),
        }));
      case 'DeferralHeard':
        return state;
    }
  },
};

/**
 * What can be disputed of a milestone: what is held and what was released in the lookback, less what came back since, the youngest
 * release first. The freeze has the last word.
 */
export const disputableOf = ({ signed, lines }: ContractState, milestoneId: string, at: Instant): Money => {
  const { held, releases, reversed } = lines[milestoneId] ?? NO_LINE;
  let back = reversed;
  const left = [...releases].reverse().map(({ gross, at: releasedAt }) => {
    const taken = back < minorOf(gross) ? back : minorOf(gross);
    back -= taken;
    return isBefore(addDays(releasedAt, policy.lookbackDays), at) ? 0n : minorOf(gross) - taken;
  });
  const recent = left.reduce((sum, part) => sum + part, 0n);
  return money((held ? minorOf(held) : 0n) + recent, signed?.currency ?? held?.currency ?? 'XXX');
};

/** Closed when the contract ended too long ago. */
export const windowOf = ({ endedAt }: ContractState, at: Instant): 'open' | 'closed' =>
  endedAt !== '' && !isBefore(at, endOfDayUtc(endedAt, policy.openWithinDaysOfEnd)) ? 'closed' : 'open';
