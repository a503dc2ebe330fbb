import { sum } from '../ledger-event.js';
import { finding, type Finding, type Rule, type Seen } from '../rule.js';

/** Gross of one milestone, counted from the data of escrow events, whatever the wallets make of it. */
type Counts = Readonly<{ funded: bigint; released: bigint; refunded: bigint; reversed: bigint }>;
type Contract = { readonly currency: string; readonly milestones: Map<string, Counts>; settled: boolean };

const NONE: Counts = { funded: 0n, released: 0n, refunded: 0n, reversed: 0n };
const heldBy = ({ funded, released, refunded }: Counts): bigint => funded - released - refunded;
const TELLS_REMAINDER = [
  'HoldPlaced',
  'ReleaseSent',
  'ReleaseCompleted',
  'RefundSent',
  'RefundCompleted',
  'SplitSent',
  'SplitCompleted',
];

const counted = (counts: Counts, { event, fields }: Seen): Counts => {
  const { funded, released, refunded, reversed } = counts;
  switch (event.type) {
    case 'HoldPlaced':
      return { ...counts, funded: funded + fields.minor('amount') };
    case 'ReleaseSent':
      return { ...counts, released: released + fields.minor('amount') };
    case 'RefundSent':
      return { ...counts, refunded: refunded + fields.minor('amount') };
    case 'SplitSent': {
      const held = fields.part('fromHeld');
      return {
        ...counts,
        released: released + held.minor('toFreelancer'),
        refunded: refunded + held.minor('toClient'),
        reversed: reversed + fields.part('fromReleased').minor('toClient'),
      };
    }
    case 'RefundCompleted':
      return fields.text('source') === 'released' ? { ...counts, reversed: reversed + fields.minor('amount') } : counts;
    default:
      return counts;
  }
};

const settlement = ({ fields }: Seen, { currency, milestones }: Contract): readonly Finding[] => {
  const all = [...milestones.values()];
  const totals = {
    funded: sum(all.map(({ funded }) => funded)),
    released: sum(all.map(({ released, reversed }) => released - reversed)),
    refunded: sum(all.map(({ refunded, reversed }) => refunded + reversed)),
  };
  const told = (['funded', 'released', 'refunded'] as const).flatMap((name) => {
    const value = fields.minor(name);
    return value === totals[name]
      ? []
      : [finding('I3', `settled as ${name} ${value}, the events say ${totals[name]} ${currency}`)];
  });
  const held = [...milestones].flatMap(([milestoneId, counts]) =>
    heldBy(counts) === 0n ? [] : [finding('I3', `settled while ${heldBy(counts)} ${currency} are held for ${milestoneId}`)],
  );
  return [...told, ...held];
};

/**
 * I3: per contract, milestone and currency funded = released + refunded + held, gross, counted twice: from the data of the events and
 * from the postings; what an event tells as remaining is that; a settled escrow holds nothing.
 */
export const conservation = (): Rule => {
  const contracts = new Map<string, Contract>();
  return {
    take(seen) {
      const { aggregate, key, event, fields, book } = seen;
      if (aggregate !== 'escrow') return [];
      if (event.type === 'EscrowOpened') {
        contracts.set(key, { currency: fields.text('currency'), milestones: new Map(), settled: false });
        return [];
      }
      const contract = contracts.get(key);
      if (!contract) return seen.postings.length > 0 ? [finding('I3', 'money moves in an escrow that is not open')] : [];
      const { currency, milestones } = contract;
      if (event.type === 'EscrowSettled') {
        contract.settled = true;
        return settlement(seen, contract);
      }
      if (!fields.has('milestoneId')) return [];
      const milestoneId = fields.text('milestoneId');
      const counts = counted(milestones.get(milestoneId) ?? NONE, seen);
      milestones.set(milestoneId, counts);
      const held = heldBy(counts);
      const account = `escrow:${key}:${milestoneId}`;
      const posted = book.of(account, currency).minor + book.of(`${account}:frozen`, currency).minor;
      const found: Finding[] = [];
      if (held !== posted) found.push(finding('I3', `${held} ${currency} held by the events, ${posted} by the postings`));
      if (contract.settled && held !== 0n) found.push(finding('I3', `${held} ${currency} held after the settlement`));
      if (!TELLS_REMAINDER.includes(event.type)) return found;
      const told = fields.minor('heldRemaining');
      return told === held ? found : [...found, finding('I3', `told ${told} ${currency} remaining, ${held} are held`)];
    },
  };
};
