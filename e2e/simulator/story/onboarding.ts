import { money } from '@guildhall/kernel';
import { rolePolicy, simulationPolicy } from '../policy/simulation-policy.js';
import { priceIn } from '../world/pricing.js';
import type { Rates } from '../world/rates.js';
import type { Script } from './script.js';
import type { Package, Person, RoleId } from './story.js';

/** A gig on sale and from when. */
export type OnSale = {
  readonly gigId: string;
  readonly roleId: RoleId;
  readonly title: string;
  readonly packages: readonly Package[];
};

/** Someone who may trade from `readyAt` (epoch ms) on. */
export type Member = {
  readonly person: Person;
  readonly readyAt: number;
  readonly instrumentId: string;
  readonly gigs: readonly OnSale[];
};

const { people } = simulationPolicy;

export function joinAsClient(script: Script, person: Person): Member {
  const { organisation, id, country, name } = person;
  if (organisation === null) throw new Error(`Client ${id} has no organisation`);
  const instrumentId = `${id}/card`;
  const testToken = script.random.chance(people.personalCard)
    ? 'tok_personal'
    : script.random.chance(people.threeDs)
      ? 'tok_3ds_ok'
      : 'tok_ok';
  script.act(person, 'quick', { kind: 'sign_up' });
  script.act(person, 'quick', { kind: 'found_organisation', organisationId: organisation.id, name: organisation.name, country });
  script.act(person, 'quick', {
    kind: 'add_instrument',
    instrumentId,
    testToken,
    holderName: testToken === 'tok_personal' ? name : organisation.name,
  });
  script.act(person, 'quick', { kind: 'verify', capabilities: ['hire'] });
  return { person, readyAt: script.now, instrumentId, gigs: [] };
}

export function joinAsFreelancer(script: Script, person: Person, rates: Rates): Member {
  const testToken = script.random.chance(people.payoutReturnsOnce) ? 'dst_return_once' : 'dst_ok';
  script.act(person, 'quick', { kind: 'sign_up' });
  script.act(person, 'quick', {
    kind: 'add_destination',
    destinationId: `${person.id}/bank`,
    testToken,
    method: 'bank_transfer',
  });
  script.act(person, 'quick', { kind: 'verify', capabilities: ['get_paid', 'withdraw'] });
  const gigs = person.workRoles.map((roleId, index) => gigOf(script, person, roleId, index, rates));
  gigs.forEach((gig) => script.act(person, 'quick', { kind: 'publish_gig', ...gig }));
  return { person, readyAt: script.now, instrumentId: '', gigs };
}

function gigOf(script: Script, person: Person, roleId: RoleId, index: number, rates: Rates): OnSale {
  const { medianUsd, titles } = rolePolicy[roleId];
  const basic = script.random.logNormal({
    median: medianUsd * simulationPolicy.price.orderFactor,
    sigma: simulationPolicy.price.sigma / 2,
  });
  const tier = (name: Package['tier'], factor: number, units: number, revisions: number, deliveryDays: number): Package => ({
    tier: name,
    units,
    revisions,
    deliveryDays,
    price: money(
      priceIn(person.currency, Math.max(basic, simulationPolicy.price.floorUsd) * factor, rates, script.today),
      person.currency,
    ),
  });
  const packages = [tier('basic', 1, 1, 1, 4), tier('standard', 1.8, 2, 2, 7), tier('premium', 3, 4, 3, 12)];
  return { gigId: `${person.id}/gig-${index + 1}`, roleId, title: script.random.pick(titles), packages };
}
