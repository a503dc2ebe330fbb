import { Random } from './chance/random.js';
import { rolePolicy, simulationPolicy } from './policy/simulation-policy.js';
import { playContract } from './story/contract-path.js';
import type { Match } from './story/hiring.js';
import { joinAsClient, joinAsFreelancer, type Member } from './story/onboarding.js';
import { Script } from './story/script.js';
import type { Action, Intent, Person, Story } from './story/story.js';
import { WorkCalendar } from './world/calendar.js';
import { makePeople, roleIds } from './world/people.js';
import { referenceRates, type Rates } from './world/rates.js';

const DAY_MS = 86_400_000;

/** Shared by all stories: it only remembers facts about countries and zones that never change. */
const calendar = new WorkCalendar();

export type SimulationRequest = {
  /** Any text; the same one gives the same story. */
  readonly seed: string;
  /** Contracts to play, 1 to 100,000. */
  readonly contracts: number;
  /** Days over which contracts begin, 1 to 3,650; each is played to its end, so the last deeds lie later. */
  readonly days: number;
  /** UTC ISO 8601; the first people sign up from here on. */
  readonly start: string;
  /** Default: the small table of `world/rates.ts`. */
  readonly rates?: Rates;
};

/** A marketplace as an ordered list of intended actions. Pure: equal requests give deeply equal stories. */
export function simulate({ seed, contracts, days, start, rates = referenceRates }: SimulationRequest): Story {
  requireWithin('contracts', contracts, 100_000);
  requireWithin('days', days, 3_650);
  const startAt = Date.parse(start);
  if (Number.isNaN(startAt)) throw new RangeError(`start must be an instant in ISO 8601, not ${start}`);

  const random = new Random(seed);
  const clients = makePeople('client', poolSize(contracts, simulationPolicy.people.contractsPerClient), seed, random);
  const freelancers = makePeople('freelancer', poolSize(contracts, simulationPolicy.people.contractsPerFreelancer), seed, random);

  const drafts: Intent[] = [];
  const join = (person: Person, index: number, count: number): Member => {
    const thread = random.fork(`join ${person.id}`);
    const early = index < Math.max(1, count * simulationPolicy.people.presentEarly);
    const joinsAt = startAt + thread.next() * (early ? 2 : 2 + days / 2) * DAY_MS;
    const script = new Script(calendar, thread, joinsAt);
    const member = person.side === 'client' ? joinAsClient(script, person) : joinAsFreelancer(script, person, rates);
    drafts.push(...script.drafts);
    return member;
  };
  const hiring = clients.map((person, index) => join(person, index, clients.length));
  const working = freelancers.map((person, index) => join(person, index, freelancers.length));

  for (let number = 1; number <= contracts; number += 1) {
    const contractId = `contract-${String(number).padStart(5, '0')}`;
    const thread = random.fork(contractId);
    const wanted = startAt + (simulationPolicy.leadDays + thread.next() * days) * DAY_MS;
    const match = matchPeople(contractId, hiring, working, wanted, thread);
    const beginsAt = Math.max(wanted, ...[match.client, match.freelancer, ...match.rivals].map(({ readyAt }) => readyAt));
    drafts.push(...playContract(new Script(calendar, thread, beginsAt), match, rates));
  }
  const actions = inOrder(withPayoutReturns(drafts));
  const { version: policyVersion } = simulationPolicy;
  return {
    seed,
    contracts,
    days,
    start: new Date(startAt).toISOString(),
    policyVersion,
    ratesSource: rates.source,
    people: [...clients, ...freelancers],
    actions,
  };
}

const poolSize = (contracts: number, perPerson: number): number =>
  Math.max(simulationPolicy.people.fewest, Math.ceil(contracts / perPerson));

/** Of those who are ready by then; when nobody is yet, of all, and the contract begins later. */
function matchPeople(
  contractId: string,
  clients: readonly Member[],
  freelancers: readonly Member[],
  at: number,
  random: Random,
): Match {
  const popularity = (member: Member, all: readonly Member[]): number =>
    (all.indexOf(member) + 1) ** -simulationPolicy.people.popularity;
  const choose = (members: readonly Member[]): Member => random.weighted(members, (member) => popularity(member, members));
  const client = choose(readyBy(clients, at));
  const ready = readyBy(freelancers, at);
  const offered = roleIds.filter((role) => ready.some(({ person }) => person.workRoles.includes(role)));
  const roleId = random.weighted(offered, (role) => rolePolicy[role].weight);
  const able = ready.filter(({ person }) => person.workRoles.includes(roleId));
  const freelancer = choose(able);
  const others = ready.filter((member) => member !== freelancer);
  const rivals = random.sample(others, Number(random.outcome(simulationPolicy.rivals)));
  return { contractId, client, freelancer, roleId, rivals };
}

function readyBy(members: readonly Member[], at: number): readonly Member[] {
  const ready = members.filter(({ readyAt }) => readyAt <= at);
  return ready.length > 0 ? ready : members;
}

/** A destination that returns once sends the first payout of its owner back; the owner asks again some days later. */
function withPayoutReturns(drafts: readonly Intent[]): readonly Intent[] {
  const returning = new Set(
    drafts.flatMap((draft) => (draft.kind === 'add_destination' && draft.testToken === 'dst_return_once' ? [draft.actor] : [])),
  );
  const firsts = new Map<string, Intent>();
  for (const draft of drafts) {
    if (draft.kind !== 'pay_out' || !returning.has(draft.actor)) continue;
    const known = firsts.get(draft.actor);
    if (known === undefined || draft.at < known.at) firsts.set(draft.actor, draft);
  }
  const returned = new Set(firsts.values());
  return drafts.flatMap((draft): readonly Intent[] => {
    if (draft.kind !== 'pay_out' || !returned.has(draft)) return [draft];
    const again = { ...draft, at: new Date(Date.parse(draft.at) + 2 * DAY_MS).toISOString() };
    return [{ ...draft, expected: 'returned' }, again];
  });
}

/** By instant; at the same instant in the order in which they were written, so that no thread overtakes itself. */
function inOrder(drafts: readonly Intent[]): readonly Action[] {
  const sorted = [...drafts].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return sorted.map((draft, index) => ({ seq: index + 1, ...draft }));
}

function requireWithin(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new RangeError(`${name} must be a whole number from 1 to ${most}`);
}
