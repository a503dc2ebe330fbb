import { deriveId } from '@guildhall/kernel';
import { ApiRefused, eventually, type Person } from '@guildhall/local';
import type { ContractView, MilestoneView } from '../../market/contract.js';
import { payOut, payoutReaches, balancesOf } from '../../market/wallet.js';
import type { Action } from '../story/story.js';
import type { Cast } from './cast.js';

type Of<K extends Action['kind']> = Extract<Action, { kind: K }>;
export type OnMilestone = Readonly<{ contractId: string; milestoneId: string }>;

/** Milestones are numbered from 1 in the story: `contract-00007/m2` is the second one. Their ids follow from the contract's. */
export const milestoneOf = (cast: Cast, { contractId, milestoneId }: OnMilestone): string => {
  const index = Number(/m(\d+)$/.exec(milestoneId)?.[1] ?? '1') - 1;
  return deriveId(cast.idOf(contractId), 'milestone', String(index));
};

export const pathOf = (cast: Cast, on: OnMilestone): string =>
  `/contracts/${cast.idOf(on.contractId)}/milestones/${milestoneOf(cast, on)}`;

/** The milestone as contracts shows it, once it is planned there. */
export const milestoneView = (cast: Cast, member: Person, on: OnMilestone): Promise<MilestoneView> =>
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

/** Takes all that is available; where that is nothing, or less than payments pays out, it stays. */
export const paysOut = async (cast: Cast, { actor, currency, expected }: Of<'pay_out'>): Promise<void> => {
  const member = cast.member(actor);
  const { available } = await balancesOf(member, currency);
  if (BigInt(available) === 0n) return;
  const payoutId = await payOut(member, { amount: available, currency }).catch((error: unknown) => {
    if (error instanceof ApiRefused && error.code === 'PAYMENTS.AMOUNT_INVALID') return null;
    throw error;
  });
  if (payoutId === null) return;
  await payoutReaches(member, payoutId, expected === 'returned' ? 'failed' : 'paid');
};
