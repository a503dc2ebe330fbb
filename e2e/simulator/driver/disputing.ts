import { eventually, type Person } from '@guildhall/local';
import { handlerOf } from '../../market/case-handler.js';
import type { Action, Shares } from '../story/story.js';
import type { Cast } from './cast.js';
import { milestoneOf } from './working.js';

type Of<K extends Action['kind']> = Extract<Action, { kind: K }>;
type DisputeView = Readonly<{ state: string }>;

const pathOf = (cast: Cast, { disputeId }: Readonly<{ disputeId: string }>): string => `/disputes/${cast.idOf(disputeId)}`;

const reaches = (
  cast: Cast,
  member: Person,
  on: Readonly<{ disputeId: string }>,
  states: readonly string[],
): Promise<DisputeView> =>
  eventually(
    `${on.disputeId} ${states.join(' or ')}`,
    async () => {
      const view = await member.get<DisputeView>(pathOf(cast, on));
      if (states.includes(view.state)) return view;
      throw new Error(`it is ${view.state}`);
    },
    30_000,
  );

const shares = ({ toFreelancer, toClient }: Shares): object => ({ toFreelancer, toClient });

export const opensDispute = async (cast: Cast, action: Of<'open_dispute'>): Promise<void> => {
  const opener = cast.member(action.actor);
  const claim = { contractId: cast.idOf(action.contractId), milestoneId: milestoneOf(cast, action), amount: action.amount };
  const grounds = action.ground.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  const { disputeId } = await cast.post<{ disputeId: string }>(opener, '/disputes', {
    ...claim,
    grounds,
    statement: action.ground,
  });
  cast.learns(action.disputeId, disputeId);
  await reaches(cast, opener, action, ['awaiting_response']);
};

export const letsDefault = async (cast: Cast, action: Of<'let_dispute_default'>): Promise<void> => {
  await reaches(cast, cast.member(action.actor), action, ['defaulted', 'executing', 'executed', 'closed']);
};

export const responds = async (cast: Cast, action: Of<'respond_to_dispute'>): Promise<void> => {
  await cast.post(cast.member(action.actor), `${pathOf(cast, action)}/responses`, { statement: action.statement });
};

export const offersSplit = async (cast: Cast, action: Of<'offer_split'>): Promise<void> => {
  const body = { kind: 'open', toFreelancer: action.toFreelancer };
  const { offerId } = await cast.post<{ offerId: string }>(cast.member(action.actor), `${pathOf(cast, action)}/offers`, body);
  cast.learns(`${action.disputeId}/offer`, offerId);
};

export const acceptsSplit = async (cast: Cast, action: Of<'accept_split'>): Promise<void> => {
  await cast.post(
    cast.member(action.actor),
    `${pathOf(cast, action)}/offers/${cast.idOf(`${action.disputeId}/offer`)}/acceptances`,
  );
};

export const asksMediation = async (cast: Cast, action: Of<'ask_mediation'>): Promise<void> => {
  await cast.post(cast.member(action.actor), `${pathOf(cast, action)}/mediation-requests`);
};

export const proposesMediation = async (cast: Cast, action: Of<'propose_mediation'>): Promise<void> => {
  const body = { toFreelancer: action.toFreelancer, reasons: action.reasons, ruleIds: ['D1'] };
  const handler = await handlerOf(cast.market, cast.idOf(action.disputeId), ['mediator', 'arbitrator']);
  await cast.post(handler, `${pathOf(cast, action)}/mediation-proposals`, body);
};

export const answersMediation = async (cast: Cast, action: Of<'answer_mediation'>): Promise<void> => {
  await cast.post(cast.member(action.actor), `${pathOf(cast, action)}/mediation-answers`, { answer: action.answer });
};

export const agreesArbitration = async (cast: Cast, action: Of<'agree_arbitration'>): Promise<void> => {
  await cast.post(cast.member(action.actor), `${pathOf(cast, action)}/arbitration-answers`, { answer: 'agree' });
};

export const rules = async (cast: Cast, action: Of<'rule'>): Promise<void> => {
  const arbitrator = await cast.market.staff('arbitrator');
  const fault = { faultFreelancer: (100 - action.freelancerPercent) / 100, faultClient: action.freelancerPercent / 100 };
  const grounds = {
    ruleIds: ['D1'],
    factIds: [cast.idOf(action.disputeId)],
    formula: `${String(action.freelancerPercent)} % of the claim`,
    reasons: action.reasons,
  };
  await cast.post(arbitrator, `${pathOf(cast, action)}/rulings`, { ...shares(action), ...fault, ...grounds });
};

export const letsRulingExecute = async (cast: Cast, action: Of<'let_ruling_execute'>): Promise<void> => {
  await reaches(cast, cast.member(action.actor), action, ['closed']);
};
