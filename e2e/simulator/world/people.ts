import { getCountry, type CountryCode } from 'countries-and-timezones';
import countryToCurrency from 'country-to-currency';
import type { Random } from '../chance/random.js';
import { contractInEuro, countries } from '../policy/countries.js';
import { familyNames, firmKinds, firmWords, givenNames } from '../policy/names.js';
import { rolePolicy, simulationPolicy } from '../policy/simulation-policy.js';
import type { ContractCurrency, Person, RoleId } from '../story/story.js';

const supported: Readonly<Record<string, ContractCurrency>> = { USD: 'USD', EUR: 'EUR', GBP: 'GBP', JPY: 'JPY', KWD: 'KWD' };

export const roleIds = Object.keys(rolePolicy) as readonly RoleId[];

/** What people of a country contract in. */
export function contractCurrencyOf(localCurrency: string): ContractCurrency {
  return supported[localCurrency] ?? (contractInEuro.has(localCurrency) ? 'EUR' : 'USD');
}

export function localCurrencyOf(country: string): string {
  const currency = (countryToCurrency as Readonly<Record<string, string>>)[country];
  if (currency === undefined) throw new Error(`country-to-currency knows no country ${country}`);
  return currency;
}

export function makePeople(side: Person['side'], count: number, seed: string, random: Random): readonly Person[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `${side}-${String(index + 1).padStart(4, '0')}`;
    return makePerson(side, id, seed, index, random.fork(id));
  });
}

function makePerson(side: Person['side'], id: string, seed: string, index: number, random: Random): Person {
  const { code } = random.weighted(countries, (country) => (side === 'client' ? country.clients : country.freelancers));
  const localCurrency = localCurrencyOf(code);
  const firm = `${random.pick(firmWords)} ${random.pick(firmKinds)} ${index + 1}`;
  return {
    id,
    side,
    name: `${random.pick(givenNames)} ${random.pick(familyNames)}`,
    email: `${id}.${seed.toLowerCase().replaceAll(/[^a-z0-9]/g, '-')}@guildhall.example`,
    country: code,
    timeZone: random.pick(timeZonesOf(code)),
    localCurrency,
    currency: contractCurrencyOf(localCurrency),
    organisation: side === 'client' ? { id: `organisation-${String(index + 1).padStart(4, '0')}`, name: firm } : null,
    workRoles: side === 'client' ? [] : rolesOf(index, random),
  };
}

/** The first role goes round, so that every work role is on offer as soon as there are nine freelancers. */
function rolesOf(index: number, random: Random): readonly RoleId[] {
  const [first] = roleIds.slice(index % roleIds.length);
  const second = random.weighted(roleIds, (role) => rolePolicy[role].weight);
  if (first === undefined) throw new Error('There are no work roles');
  return second !== first && random.chance(simulationPolicy.people.secondRole) ? [first, second] : [first];
}

export function timeZonesOf(country: string): readonly string[] {
  const zones = getCountry(country as CountryCode)?.timezones ?? [];
  if (zones.length === 0) throw new Error(`countries-and-timezones knows no time zone of ${country}`);
  return zones;
}
