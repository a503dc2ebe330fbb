import { providerPolicy } from '../policy/provider-policy.js';
import { basisPointsOf, unitsOf, type Money } from './money.js';

export type MovementKind = 'capture' | 'refund' | 'payout' | 'payout_return';

/** One line of a settlement file. Amounts are signed minor units as seen by our balance at the provider; net = gross − fee. */
export type Movement = {
  readonly kind: MovementKind;
  readonly id: string;
  readonly reference: string;
  readonly at: string;
  readonly currency: string;
  readonly gross: string;
  readonly fee: string;
  readonly net: string;
};

/** Sums of one currency; all but `net` are unsigned. */
export type SettlementTotal = {
  readonly currency: string;
  readonly captured: string;
  readonly refunded: string;
  readonly paidOut: string;
  readonly payoutsReturned: string;
  readonly fees: string;
  readonly net: string;
};

export type SettlementFile = {
  readonly date: string;
  /** False while the day is not over: lines may still be added. */
  readonly final: boolean;
  readonly policyVersion: string;
  readonly lines: readonly Movement[];
  readonly totals: readonly SettlementTotal[];
};

type Moved = {
  readonly kind: MovementKind;
  readonly id: string;
  readonly reference: string;
  readonly at: string;
  readonly amount: Money;
};

export function movementOf({ amount, ...moved }: Moved): Movement {
  const units = unitsOf(amount);
  const gross = moved.kind === 'capture' || moved.kind === 'payout_return' ? units : -units;
  const fee = moved.kind === 'capture' ? basisPointsOf(units, providerPolicy.chargeFeeBasisPoints) : 0n;
  return { ...moved, currency: amount.currency, gross: `${gross}`, fee: `${fee}`, net: `${gross - fee}` };
}

export function settlementFile(date: string, lines: readonly Movement[], today: string): SettlementFile {
  const currencies = [...new Set(lines.map(({ currency }) => currency))].sort();
  const totals = currencies.map((currency) =>
    totalOf(
      currency,
      lines.filter((line) => line.currency === currency),
    ),
  );
  return { date, final: date < today, policyVersion: providerPolicy.version, lines, totals };
}

const sum = (lines: readonly Movement[], read: (line: Movement) => string): bigint =>
  lines.reduce((total, line) => total + BigInt(read(line)), 0n);

function totalOf(currency: string, lines: readonly Movement[]): SettlementTotal {
  const gross = (kind: MovementKind): bigint =>
    sum(
      lines.filter((line) => line.kind === kind),
      (line) => line.gross,
    );
  return {
    currency,
    captured: `${gross('capture')}`,
    refunded: `${-gross('refund')}`,
    paidOut: `${-gross('payout')}`,
    payoutsReturned: `${gross('payout_return')}`,
    fees: `${sum(lines, (line) => line.fee)}`,
    net: `${sum(lines, (line) => line.net)}`,
  };
}

/** RFC 4180 with CRLF; after the lines one trailer record `total` for each currency. */
export function settlementCsv({ date, lines, totals }: SettlementFile): string {
  const header = ['kind', 'id', 'reference', 'at', 'currency', 'gross', 'fee', 'net'];
  const rows = lines.map((line) => [line.kind, line.id, line.reference, line.at, line.currency, line.gross, line.fee, line.net]);
  const trailers = totals.map(({ currency, fees, net }) => [
    'total',
    '',
    '',
    date,
    currency,
    `${BigInt(net) + BigInt(fees)}`,
    fees,
    net,
  ]);
  return [header, ...rows, ...trailers].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
