import { sum, type Fields } from '../ledger-event.js';
import { finding, type Finding, type Rule, type Seen } from '../rule.js';

type Tier = Readonly<{ hundredths: bigint; upTo: bigint | null }>;
/** Terms under which a transfer pays or returns a freelancer fee, as the escrow event named them. */
type Terms = Readonly<{ tiers: readonly Tier[]; kind: string }>;

const termsOf = (fields: Fields): Terms => ({
  kind: fields.text('milestoneKind'),
  tiers: fields
    .part('feeRules')
    .list('tiers')
    .map((tier) => ({
      hundredths: BigInt(Math.round(tier.number('percent') * 100)),
      upTo: tier.has('upTo') ? tier.integer('upTo') : null,
    })),
});

/** Fee on a lifetime: each tier's share, rounded half-even once on the sum. */
const feeOn = (tiers: readonly Tier[], lifetime: bigint): bigint => {
  let [from, exact] = [0n, 0n];
  for (const { hundredths, upTo } of tiers) {
    const to = upTo !== null && upTo < lifetime ? upTo : lifetime;
    if (to > from) exact += (to - from) * hundredths;
    from = to > from ? to : from;
  }
  const [whole, rest] = [exact / 10_000n, exact % 10_000n];
  const up = rest > 5_000n || (rest === 5_000n && whole % 2n === 1n);
  return up ? whole + 1n : whole;
};

const parts = (fields: Fields, name: string): bigint => sum(fields.list(name).map((part) => part.minor('amount')));

/**
 * I8 and the fee part of I14: shares and fees sum exactly to the gross; the freelancer fee is f(after) − f(before) on the lifetime of
 * the relationship in both directions; neither fee is ever returned beyond what was taken.
 */
export const fees = (): Rule => {
  const terms = new Map<string, Terms>();
  const lifetimes = new Map<string, bigint>();
  const freelancerFees = new Map<string, bigint>();
  const clientFees = new Map<string, bigint>();
  /** Amount and client fee of each hold, as the client's wallet sent them. */
  const sent = new Map<string, string>();
  const line = (fields: Fields): string => `${fields.minor('amount')} and a fee of ${fields.minor('clientFee')}`;

  const move = (seen: Seen, gross: bigint, fee: bigint, direction: 'taken' | 'returned'): readonly Finding[] => {
    const { fields, key } = seen;
    const currency = fields.amount('gross').currency;
    const relation = `${key}|${fields.text('clientPartyId')}|${currency}`;
    const known = terms.get(fields.text('transferId'));
    if (!known) return [finding('I8', 'a fee without terms: no escrow event sent this transfer')];
    const sign = direction === 'taken' ? 1n : -1n;
    const counted = known.kind === 'expense' ? 0n : gross;
    const before = lifetimes.get(relation) ?? 0n;
    const after = before + sign * counted;
    lifetimes.set(relation, after);
    const due = sign * (feeOn(known.tiers, after) - feeOn(known.tiers, before));
    const taken = (freelancerFees.get(relation) ?? 0n) + sign * fee;
    freelancerFees.set(relation, taken);
    return [
      ...(due === fee ? [] : [finding('I8', `a fee of ${fee} ${currency} is ${direction}, ${due} is due`)]),
      ...(taken < 0n ? [finding('I14', `${-taken} ${currency} of freelancer fee returned beyond what was taken`)] : []),
    ];
  };
  const equal = (is: bigint, should: bigint, what: string): readonly Finding[] =>
    is === should ? [] : [finding('I8', `${what}: ${is} instead of ${should}`)];
  const clientFee = (contractId: string, milestoneId: string, minor: bigint): readonly Finding[] => {
    const name = `${contractId}|${milestoneId}`;
    const left = (clientFees.get(name) ?? 0n) + minor;
    clientFees.set(name, left);
    return left < 0n ? [finding('I14', `${-left} of client fee returned beyond what was paid`)] : [];
  };

  const escrow = ({ event, fields, key }: Seen): readonly Finding[] => {
    switch (event.type) {
      case 'HoldPlaced': {
        const told = sent.get(fields.text('holdId'));
        const same = told === line(fields) ? [] : [finding('I8', `a hold of ${line(fields)}, sent were ${told ?? 'nothing'}`)];
        return [...same, ...clientFee(key, fields.text('milestoneId'), fields.minor('clientFee'))];
      }
      case 'ReleaseSent':
      case 'ReleasedRefundStarted':
        terms.set(fields.text('transferId'), termsOf(fields));
        return [];
      case 'RefundSent':
        return clientFee(key, fields.text('milestoneId'), -fields.minor('clientFee'));
      case 'SplitSent': {
        const [held, released] = [fields.part('fromHeld'), fields.part('fromReleased')];
        terms.set(held.text('freelancerTransferId'), termsOf(fields));
        terms.set(released.text('transferId'), termsOf(fields));
        return [
          ...equal(held.minor('toClient') + released.minor('toClient'), fields.minor('toClient'), 'the client’s share'),
          ...(held.minor('toFreelancer') > fields.minor('toFreelancer')
            ? [finding('I8', 'the freelancer gets more than the share')]
            : []),
          ...clientFee(key, fields.text('milestoneId'), -held.minor('clientFee')),
        ];
      }
      default:
        return [];
    }
  };

  const wallet = (seen: Seen): readonly Finding[] => {
    const { event, fields } = seen;
    switch (event.type) {
      case 'FundingSent': {
        const lines = fields.list('lines');
        for (const part of lines) sent.set(part.text('holdId'), line(part));
        return equal(fields.minor('clientFee'), sum(lines.map((part) => part.minor('clientFee'))), 'client fee of all lines');
      }
      case 'EarningsCredited': {
        const [gross, fee] = [fields.minor('gross'), fields.minor('fee')];
        return [...equal(fee + fields.minor('net'), gross, 'fee and net'), ...move(seen, gross, fee, 'taken')];
      }
      case 'ReleasedRefundSent':
      case 'ReleasedSplit': {
        const [gross, fee, toClient] = [fields.minor('gross'), fields.minor('freelancerFee'), fields.minor('clientFee')];
        const ruled = event.type === 'ReleasedSplit' ? fields.minor('fromFrozen') + fields.minor('owed') : 0n;
        const paid = fee + parts(fields, 'fromPending') + fields.minor('fromAvailable') + ruled;
        return [
          ...equal(paid, gross, 'what the freelancer pays and the fee returned'),
          ...equal(gross + toClient, fields.minor('credited'), 'what the client gets'),
          ...move(seen, gross, fee, 'returned'),
          ...clientFee(fields.text('contractId'), fields.text('milestoneId'), -toClient),
        ];
      }
      default:
        return [];
    }
  };

  return {
    take(seen) {
      if (seen.aggregate === 'escrow') return escrow(seen);
      return seen.aggregate === 'wallet' ? wallet(seen) : [];
    },
  };
};
