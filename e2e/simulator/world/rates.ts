import type { ContractCurrency } from '../story/story.js';

/** Units of a currency for 1 EUR on a day; on a day without a quotation the last one before it. */
export type Rates = {
  readonly source: string;
  /** `day` is yyyy-mm-dd. Throws when the currency was never quoted up to that day. */
  readonly perEuro: (currency: ContractCurrency, day: string) => number;
};

/** The ECB quotes no Kuwaiti dinar: about 0.307 KWD for 1 USD (Central Bank of Kuwait, basket peg, May 2025). */
const KWD_PER_USD = 0.307;

/** One day for when no file is given. Source: European Central Bank, euro reference rates of 2025-05-09. */
const referenceDay: Readonly<Record<Exclude<ContractCurrency, 'EUR' | 'KWD'>, number>> = {
  USD: 1.1252,
  GBP: 0.8477,
  JPY: 163.36,
};

export const referenceRates: Rates = {
  source: 'European Central Bank, 2025-05-09; KWD from the Central Bank of Kuwait',
  perEuro: (currency) => {
    if (currency === 'EUR') return 1;
    return currency === 'KWD' ? referenceDay.USD * KWD_PER_USD : referenceDay[currency];
  },
};

type Quotation = { readonly day: string; readonly rate: number };

/** Reads the ECB's csv (a `Date` column, one column a currency, any order, `N/A` where nothing was quoted). */
export function ecbRates(csv: string): Rates {
  const [header = '', ...lines] = csv.split(/\r?\n/).filter((line) => line.trim() !== '');
  const names = header.split(',').map((name) => name.trim());
  const dateColumn = names.indexOf('Date');
  if (dateColumn < 0) throw new Error('The file of exchange rates has no column Date');
  const rows = lines.map((line) => line.split(','));
  const quotationsOf = (currency: string): readonly Quotation[] => {
    const column = names.indexOf(currency);
    if (column < 0) throw new Error(`The file of exchange rates has no column ${currency}`);
    return rows
      .map((row) => ({ day: row[dateColumn]?.trim() ?? '', rate: Number(row[column]) }))
      .filter(({ day, rate }) => /^\d{4}-\d{2}-\d{2}$/.test(day) && rate > 0)
      .sort((a, b) => (a.day < b.day ? -1 : 1));
  };
  const quoted = { USD: quotationsOf('USD'), GBP: quotationsOf('GBP'), JPY: quotationsOf('JPY') };
  return {
    source: 'European Central Bank; KWD from the Central Bank of Kuwait',
    perEuro: (currency, day) => {
      if (currency === 'EUR') return 1;
      return currency === 'KWD' ? lastBefore(quoted.USD, 'USD', day) * KWD_PER_USD : lastBefore(quoted[currency], currency, day);
    },
  };
}

function lastBefore(quotations: readonly Quotation[], currency: string, day: string): number {
  let [low, high] = [0, quotations.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((quotations[middle]?.day ?? '') <= day) low = middle + 1;
    else high = middle;
  }
  const found = quotations[low - 1];
  if (found === undefined) throw new Error(`No rate of ${currency} on or before ${day}`);
  return found.rate;
}
