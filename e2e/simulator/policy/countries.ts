/**
 * Where people live: weights on either side of the market (ours, for variety) and the weekend. 0 is Sunday, 6 Saturday.
 * Time zones, holidays and legal tender come from the data packages, not from here.
 */
export type CountryPolicy = {
  readonly code: string;
  readonly clients: number;
  readonly freelancers: number;
  readonly weekend: readonly number[];
};

const SATURDAY_SUNDAY = [6, 0];
const FRIDAY_SATURDAY = [5, 6];

const country = (code: string, clients: number, freelancers: number, weekend = SATURDAY_SUNDAY): CountryPolicy => ({
  code,
  clients,
  freelancers,
  weekend,
});

export const countries: readonly CountryPolicy[] = [
  country('US', 22, 8),
  country('GB', 10, 5),
  country('DE', 12, 4),
  country('FR', 7, 3),
  country('NL', 5, 2),
  country('IT', 3, 3),
  country('ES', 3, 4),
  country('SE', 3, 1),
  country('PL', 2, 5),
  country('RO', 1, 4),
  country('BG', 1, 3),
  country('UA', 0, 6),
  country('TR', 2, 4),
  country('JP', 8, 3),
  country('KR', 3, 2),
  country('IN', 2, 14),
  country('PK', 0, 8),
  country('BD', 0, 6, FRIDAY_SATURDAY),
  country('PH', 0, 10),
  country('VN', 1, 5),
  country('ID', 1, 4),
  country('KW', 5, 2, FRIDAY_SATURDAY),
  country('AE', 4, 2),
  country('EG', 0, 5, FRIDAY_SATURDAY),
  country('NG', 0, 6),
  country('KE', 0, 5),
  country('ZA', 1, 3),
  country('BR', 2, 5),
  country('MX', 2, 4),
  country('CO', 0, 4),
  country('CA', 5, 3),
  country('AU', 6, 2),
];

/** Legal tenders whose owners contract in euro where payments has no column for them; all others contract in US dollars. */
export const contractInEuro: ReadonlySet<string> = new Set([
  'BGN',
  'CHF',
  'CZK',
  'DKK',
  'HUF',
  'NOK',
  'PLN',
  'RON',
  'SEK',
  'UAH',
]);
