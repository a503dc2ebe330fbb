import { randomUUID } from 'node:crypto';
import { deriveId } from '@guildhall/kernel';
import { eventually, type Person } from '@guildhall/local';
import type { ContractView, MilestoneView } from '../../market/contract.js';
import { payOut, payoutReaches, balancesOf } from '../../market/wallet.js';
import type { Action } from '../story/story.js';
import type { Cast } from './cast.js';

type Of<K extends Action['kind']> = Extract<Action, { kind: K }>;
type OnMilestone = Readonly<{ contractId: string; milestoneId: string }>;
type Fundings = Readonly<{
  items: readonly Readonly<{ fundingId: string; state: string; lines: readonly Readonly<{ milestoneId: string }>[] }>[];
}>;

/** Milestones are numbered from 1 in the story: `contract-00007/m2` is the second one. Their ids follow from the contract's. */
export const milestoneOf = (cast: Cast, { contractId, milestoneId }: OnMilestone): string => {
  const index = Number(/m(\d+)$/.exec(milestoneId)?.[1] ?? '1') - 1;
  return deriveId(cast.idOf(contractId), 'milestone', String(index));
};

const pathOf = (cast: Cast, on: OnMilestone): string =>
  `/contracts/${cast.idOf(on.contractId)}/milestones/${milestoneOf(cast, on)}`;

/** The milestone as contracts shows it, once it is planned there. */
const milestoneView = (cast: Cast, member: Person, on: OnMilestone): Promise<MilestoneView> =>
  eventually(`${on.milestoneId} in contracts`, async () => {
    const { milestones } = await member.get<ContractView>(`/contracts/${cast.idOf(on.contractId)}`);
    return milestones.find(({ milestoneId }) => milestoneId === milestoneOf(cast, on));
  });

/** Waits until contracts shows the milestone in one of these states. */
export const milestoneReaches = (
  cast: Cast,
  member: Person,
  on: OnMilestone,
  states: readonly string[],
): Promise<MilestoneView> =>
  eventually(
    `${on.milestoneId} ${states.join(' or ')}`,
    async () => {
      const view = await milestoneView(cast, member, on);
      if (states.includes(view.state)) return view;
      throw new Error(`it is ${view.state}`);
    },
    30_000,
  );

const fundingOf = (cast: Cast, member: Person, on: OnMilestone, states: readonly string[]) =>
  eventually(`funding of ${on.milestoneId} ${states.join(' or ')}`, async () => {
    const { items } = await member.get<Fundings>(`/payments/contracts/${cast.idOf(on.contractId)}/fundings`);
    const id = milestoneOf(cast, on);
    return items.find(({ state, lines }) => states.includes(state) && lines.some(({ milestoneId }) => milestoneId === id));
  });

/** The first funding is asked for by the signature or order; later ones by the client; a second attempt is a retry with another instrument. */
export const funds = async (cast: Cast, action: Of<'fund'>): Promise<void> => {
  const client = cast.member(action.actor);
  const instrumentId = cast.idOf(action.instrumentId);
  if (action.attempt > 1) {
    const { fundingId } = await fundingOf(cast, client, action, ['failed']);
    await cast.post(client, `/payments/fundings/${fundingId}/retries`, { instrumentId });
  } else {
    await milestoneView(cast, client, action);
    const { fundings } = await client.get<Readonly<{ fundings: readonly Readonly<{ milestoneIds: readonly string[] }>[] }>>(
      `/contracts/${cast.idOf(action.contractId)}`,
    );
    const asked = fundings.some(({ milestoneIds }) => milestoneIds.includes(milestoneOf(cast, action)));
    if (!asked) await client.post(`${pathOf(cast, action)}/funding-requests`, {}, { key: randomUUID() });
  }
  if (action.expected === 'refused') await fundingOf(cast, client, action, ['failed']);
  else await milestoneReaches(cast, client, action, ['funded', 'in_progress']);
};

export const starts = async (cast: Cast, action: Of<'start'>): Promise<void> => {
  await cast.post(cast.member(action.actor), `${pathOf(cast, action)}/start`);
};

export const submits = async (cast: Cast, action: Of<'submit'>): Promise<void> => {
  const { contentHash, note } = action;
  await cast.post(cast.member(action.actor), `${pathOf(cast, action)}/submissions`, { contentHash, note });
  cast.learns(`${action.milestoneId}/hash`, contentHash);
};

export const requestsChanges = async (cast: Cast, action: Of<'request_changes'>): Promise<void> => {
  const criteria = cast.has(`${action.contractId}/criteria`)
    ? cast.idOf(`${action.contractId}/criteria`).split(' ')
    : ['delivery'];
  const body = { deliverableVersion: action.version, criteriaIds: criteria.slice(0, 1), note: action.criteria.join('; ') };
  await cast.post(cast.member(action.actor), `${pathOf(cast, action)}/change-requests`, body);
};

export const approves = async (cast: Cast, action: Of<'approve'>): Promise<void> => {
  const body = { deliverableVersion: action.version, contentHash: cast.idOf(`${action.milestoneId}/hash`) };
  await cast.post(cast.member(action.actor), `${pathOf(cast, action)}/approvals`, body);
};

export const letsAutoApprove = async (cast: Cast, action: Of<'let_auto_approve'>): Promise<void> => {
  await milestoneReaches(cast, cast.member(action.actor), action, ['auto_approved', 'settled']);
};

export const releasesPart = async (cast: Cast, action: Of<'release_part'>): Promise<void> => {
  await cast.post(cast.member(action.actor), `${pathOf(cast, action)}/partial-releases`, { amount: action.amount });
};

export const refunds = async (cast: Cast, action: Of<'refund'>): Promise<void> => {
  const { amount, source, reasonCode } = action;
  await cast.post(cast.member(action.actor), `${pathOf(cast, action)}/give-backs`, { amount, source, reasonCode });
};

export const requestsCancellation = async (cast: Cast, action: Of<'request_cancellation'>): Promise<void> => {
  const splits = action.splits.map(({ milestoneId, toFreelancer, toClient }) => ({
    milestoneId: milestoneOf(cast, { contractId: action.contractId, milestoneId }),
    toFreelancer,
    toClient,
  }));
  const path = `/contracts/${cast.idOf(action.contractId)}/cancellation-requests`;
  const { requestId } = await cast.post<{ requestId: string }>(cast.member(action.actor), path, { splits });
  cast.learns(`${action.contractId}/cancellation`, requestId);
};

export const acceptsCancellation = async (cast: Cast, { actor, contractId }: Of<'accept_cancellation'>): Promise<void> => {
  const path = `/contracts/${cast.idOf(contractId)}/cancellation-requests/${cast.idOf(`${contractId}/cancellation`)}/answers`;
  await cast.post(cast.member(actor), path, { answer: 'accept' });
};

export const reviews = async (cast: Cast, { actor, contractId, ratings, text }: Of<'review'>): Promise<void> => {
  const dimensions = Object.entries(ratings).map(([name, rating]) => ({
    name,
    rating,
  }));
  await cast.post(cast.member(actor), `/reputation/contracts/${cast.idOf(contractId)}/reviews`, { dimensions, text });
};

/** Takes all that is available; nothing there: nothing happens. */
export const paysOut = async (cast: Cast, { actor, currency, expected }: Of<'pay_out'>): Promise<void> => {
  const member = cast.member(actor);
  const { available } = await balancesOf(member, currency);
  if (BigInt(available) === 0n) return;
  const payoutId = await payOut(member, { amount: available, currency });
  await payoutReaches(member, payoutId, expected === 'returned' ? 'failed' : 'paid');
};
