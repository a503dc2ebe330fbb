import { Unreadable, sum, type Fields, type Posted } from '../ledger-event.js';

type Side = readonly (readonly [account: string, minor: bigint])[];
type Entry = Readonly<{ currency: string; debits: Side; credits: Side }>;
/** What must be known beside the event: the key of its stream, and whether a payout was confirmed before. */
export type Around = Readonly<{ key: string; isPaid: (payoutId: string) => boolean }>;
type Template = (fields: Fields, around: Around) => Entry;

const transfer = (id: string): string => `clearing:transfer:${id}`;
const payout = (id: string): string => `clearing:payout:${id}`;
const CLIENT_FEE = 'revenue:client_fee';
const FREELANCER_FEE = 'revenue:freelancer_fee';
const take = (list: readonly Fields[]): bigint => sum(list.map((part) => part.minor('amount')));

const inEscrow = (fields: Fields, { key }: Around) => `escrow:${key}:${fields.text('milestoneId')}`;

const escrow: Readonly<Record<string, Template>> = {
  HoldPlaced: (f, around) => {
    const { minor, currency } = f.amount('amount');
    return { currency, debits: [[transfer(f.text('transferId')), minor]], credits: [[inEscrow(f, around), minor]] };
  },
  ReleaseSent: (f, around) => {
    const { minor, currency } = f.amount('amount');
    return { currency, debits: [[inEscrow(f, around), minor]], credits: [[transfer(f.text('transferId')), minor]] };
  },
  RefundSent: (f, around) => {
    const { minor, currency } = f.amount('amount');
    const fee = f.minor('clientFee');
    return {
      currency,
      debits: [
        [inEscrow(f, around), minor],
        [CLIENT_FEE, fee],
      ],
      credits: [[transfer(f.text('transferId')), minor + fee]],
    };
  },
  AmountFrozen: (f, around) => {
    const { minor, currency } = f.amount('amount');
    return { currency, debits: [[inEscrow(f, around), minor]], credits: [[`${inEscrow(f, around)}:frozen`, minor]] };
  },
  AmountUnfrozen: (f, around) => {
    const { minor, currency } = f.amount('amount');
    return { currency, debits: [[`${inEscrow(f, around)}:frozen`, minor]], credits: [[inEscrow(f, around), minor]] };
  },
  SplitSent: (f, around) => {
    const held = f.part('fromHeld');
    const { minor: toClient, currency } = held.amount('toClient');
    const [toFreelancer, fee] = [held.minor('toFreelancer'), held.minor('clientFee')];
    const from = f.text('freezeId') === '' ? inEscrow(f, around) : `${inEscrow(f, around)}:frozen`;
    return {
      currency,
      debits: [
        [from, toFreelancer + toClient],
        [CLIENT_FEE, fee],
      ],
      credits: [
        [transfer(held.text('freelancerTransferId')), toFreelancer],
        [transfer(held.text('clientTransferId')), toClient + fee],
      ],
    };
  },
};

const wallet: Readonly<Record<string, Template>> = {
  ChargeCaptured: (f, { key }) => {
    const { minor, currency } = f.amount('amount');
    return { currency, debits: [[`cash:${f.text('provider')}`, minor]], credits: [[`wallet:${key}:funding`, minor]] };
  },
  FundingSent: (f, { key }) => {
    const { minor: fee, currency } = f.amount('clientFee');
    const lines = f.list('lines').map((line) => [transfer(line.text('transferId')), line.minor('amount')] as const);
    const total = sum(lines.map(([, minor]) => minor)) + fee;
    return { currency, debits: [[`wallet:${key}:funding`, total]], credits: [...lines, [CLIENT_FEE, fee]] };
  },
  InstrumentRefunded: (f, { key }) => {
    const { minor, currency } = f.amount('amount');
    return { currency, debits: [[`wallet:${key}:funding`, minor]], credits: [[`cash:${f.text('provider')}`, minor]] };
  },
  InstrumentRefundReturned: (f, { key }) => {
    const { minor, currency } = f.amount('amount');
    return { currency, debits: [[`cash:${f.text('provider')}`, minor]], credits: [[`wallet:${key}:funding`, minor]] };
  },
  EarningsCredited: (f, { key }) => {
    const { minor: gross, currency } = f.amount('gross');
    return {
      currency,
      debits: [[transfer(f.text('transferId')), gross]],
      credits: [
        [FREELANCER_FEE, f.minor('fee')],
        [`wallet:${key}:pending`, f.minor('net')],
      ],
    };
  },
  EarningsCleared: (f, { key }) => {
    const { minor, currency } = f.amount('amount');
    return { currency, debits: [[`wallet:${key}:pending`, minor]], credits: [[`wallet:${key}:available`, minor]] };
  },
  RefundCredited: (f, { key }) => {
    const { minor, currency } = f.amount('amount');
    return { currency, debits: [[transfer(f.text('transferId')), minor]], credits: [[`wallet:${key}:funding`, minor]] };
  },
  ReleasedRefundSent: (f, { key }) => {
    const { minor: credited, currency } = f.amount('credited');
    return {
      currency,
      debits: [
        [`wallet:${key}:pending`, take(f.list('fromPending'))],
        [`wallet:${key}:available`, f.minor('fromAvailable')],
        [FREELANCER_FEE, f.minor('freelancerFee')],
        [CLIENT_FEE, f.minor('clientFee')],
      ],
      credits: [[transfer(f.text('transferId')), credited]],
    };
  },
  AmountFrozen: (f, { key }) => {
    const { minor, currency } = f.amount('amount');
    return { currency, debits: [[`wallet:${key}:${f.text('source')}`, minor]], credits: [[`wallet:${key}:frozen`, minor]] };
  },
  AmountUnfrozen: (f, { key }) => {
    const { minor, currency } = f.amount('amount');
    return { currency, debits: [[`wallet:${key}:frozen`, minor]], credits: [[`wallet:${key}:${f.text('source')}`, minor]] };
  },
  ReleasedSplit: (f, { key }) => {
    const { minor: credited, currency } = f.amount('credited');
    const freed = f.minor('freed');
    return {
      currency,
      debits: [
        [`wallet:${key}:frozen`, f.minor('fromFrozen') + freed],
        [`wallet:${key}:available`, f.minor('fromAvailable')],
        [`wallet:${key}:pending`, take(f.list('fromPending'))],
        [`wallet:${key}:owed`, f.minor('owed')],
        [FREELANCER_FEE, f.minor('freelancerFee')],
        [CLIENT_FEE, f.minor('clientFee')],
      ],
      credits: [
        [transfer(f.text('transferId')), credited],
        [`wallet:${key}:available`, freed],
      ],
    };
  },
  PayoutCreated: (f, { key }) => {
    const { minor, currency } = f.amount('amount');
    return { currency, debits: [[`wallet:${key}:available`, minor]], credits: [[payout(f.text('payoutId')), minor]] };
  },
  PayoutSettled: (f) => {
    const { minor, currency } = f.amount('amount');
    return { currency, debits: [[payout(f.text('payoutId')), minor]], credits: [['cash:psp', minor]] };
  },
  PayoutReturned: (f, { key, isPaid }) => {
    const { minor, currency } = f.amount('amount');
    const frozen = take(f.list('toFrozen'));
    const from = isPaid(f.text('payoutId')) ? 'cash:psp' : payout(f.text('payoutId'));
    const credits: Side = [
      [`wallet:${key}:frozen`, frozen],
      [`wallet:${key}:available`, minor - frozen],
    ];
    return { currency, debits: [[from, minor]], credits };
  },
};

const templates: Readonly<Record<string, Readonly<Record<string, Template>>>> = { escrow, wallet };

const written = (direction: Posted['direction'], account: string, minor: bigint, currency: string): string =>
  `${direction === 'debit' ? 'Dr' : 'Cr'} ${account} ${minor} ${currency}`;

/** The postings that payments.md prescribes for an event, one a line, sorted; null: this event moves no money. */
export const prescribed = (aggregate: string, type: string, fields: Fields, around: Around): readonly string[] | null => {
  const template = templates[aggregate]?.[type];
  if (!template) return null;
  const { currency, debits, credits } = template(fields, around);
  const side = (direction: Posted['direction'], lines: Side): readonly string[] =>
    lines.filter(([, minor]) => minor !== 0n).map(([account, minor]) => written(direction, account, minor, currency));
  if ([...debits, ...credits].some(([, minor]) => minor < 0n)) throw new Unreadable('an amount below zero');
  return [...side('debit', debits), ...side('credit', credits)].sort();
};

/** Postings as they stand, in the same writing. */
export const asWritten = (postings: readonly Posted[]): readonly string[] =>
  postings.map(({ direction, account, minor, currency }) => written(direction, account, minor, currency)).sort();
