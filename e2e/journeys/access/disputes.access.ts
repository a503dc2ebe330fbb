import type { Person } from '@guildhall/local';
import { claimOn, rulingInHalves, type DisputeInPlay } from '../../market/dispute.js';
import { usd } from '../../market/money.js';
import { BOTH_SIDES, forEach, theMediator, theOperator, type AccessTable, type Call, type Situation } from './access-table.js';
import { once } from './once.js';
import type { Scene } from './scene.js';

type Side = 'client' | 'freelancer';
type Make = (scene: Scene) => Promise<DisputeInPlay>;

const of = ({ disputeId }: DisputeInPlay, more: Readonly<Record<string, string>> = {}) => ({
  params: { disputeId, ...more },
});

/** Both sides may do the same with one dispute, one after the other. */
const byBoth = (make: Make, body: (side: Side) => object): Readonly<Record<'own party' | 'counterparty', Situation>> => {
  const shared = new WeakMap<Scene, () => Promise<DisputeInPlay>>();
  const makeOnce = (scene: Scene): Promise<DisputeInPlay> => {
    const known = shared.get(scene) ?? once(() => make(scene));
    shared.set(scene, known);
    return known();
  };
  const situation =
    (side: Side): Situation =>
    async (scene) => ({ by: scene.people[side], ...of(await makeOnce(scene)), body: body(side) });
  return { 'own party': situation('client'), counterparty: situation('freelancer') };
};

/** What one side may do: each has a dispute of its own, which `openedBy` opened. */
const byOne = (openedBy: Record<Side, Side>, body: object): Readonly<Record<'own party' | 'counterparty', Situation>> => {
  const situation =
    (side: Side): Situation =>
    async (scene) => ({ by: scene.people[side], ...of(await scene.dispute(openedBy[side])), body });
  return { 'own party': situation('client'), counterparty: situation('freelancer') };
};
const BY_RESPONDENT = { client: 'freelancer', freelancer: 'client' } as const;
const BY_OPENER = { client: 'client', freelancer: 'freelancer' } as const;

const negotiation: Make = (scene) => scene.negotiation();

/** The other of the two who may mediate: not in this case. */
const notTheOne = ({ people: { mediator, arbitrator } }: Scene, one: Person): readonly Person[] =>
  [mediator, arbitrator].filter(({ accountId }) => accountId !== one.accountId);

const mediated = async (scene: Scene) => {
  const dispute = await scene.negotiation();
  return { dispute, mediator: await dispute.mediate() };
};

const proposed = async (scene: Scene): Promise<DisputeInPlay> => {
  const { dispute, mediator } = await mediated(scene);
  await dispute.propose(mediator, usd('10.00'));
  return dispute;
};

const rejected: Make = async (scene) => {
  const dispute = await proposed(scene);
  await dispute.reject();
  return dispute;
};

const offerOf =
  (offering: Side): Situation =>
  async (scene) => {
    const dispute = await scene.negotiation();
    const offerId = await dispute.offer(offering, usd('10.00'));
    const by = scene.people[offering === 'client' ? 'freelancer' : 'client'];
    return { by, ...of(dispute, { offerId }), body: {} };
  };

/** A settlement whose money payments refused to divide. */
const inRepair = async (scene: Scene): Promise<DisputeInPlay> => {
  const { contract, index } = await scene.milestone();
  const dispute = await scene.disputeOf({ contract, index }, 'client');
  const { disputeId } = dispute;
  const where = { contractId: contract.contractId, milestoneId: contract.milestoneId(index), disputeId };
  await scene.incidents.splitRefused(where);
  await dispute.respondent.post(dispute.path('acceptances'), {});
  await dispute.reached(['repair']);
  return dispute;
};

const opening =
  (side: Side): Situation =>
  async (scene) => {
    const { contract, index } = await scene.milestone();
    return { by: scene.people[side], body: claimOn(contract, usd('20.00'), index) };
  };

const seen = async (scene: Scene): Promise<Omit<Call, 'by'>> => of((await scene.mediation()).dispute);

const talking: AccessTable = {
  'open-dispute.open': { 'own party': opening('client'), counterparty: opening('freelancer') },
  'respond.respond': byOne(BY_RESPONDENT, { statement: 'All of it is there.' }),
  'respond.accept': byOne(BY_RESPONDENT, {}),
  'withdraw.withdraw': byOne(BY_OPENER, {}),
  'make-offer.offer': byBoth(negotiation, (side) => ({
    kind: 'open',
    toFreelancer: side === 'client' ? usd('1.00') : usd('19.00'),
  })),
  'make-offer.accept': { 'own party': offerOf('freelancer'), counterparty: offerOf('client') },
  'add-exhibit.add': byBoth(negotiation, (side) => ({
    name: `${side}.pdf`,
    hash: `sha256:${'5a'.repeat(32)}`,
    size: 1_000,
    note: 'What was delivered.',
  })),
};

const deciding: AccessTable = {
  'mediation.ask': byBoth(negotiation, () => ({})),
  'mediation.propose': {
    mediator: async (scene) => {
      const { dispute, mediator } = await mediated(scene);
      const body = { toFreelancer: usd('10.00'), reasons: 'Half was delivered.', ruleIds: ['D1'] };
      return { by: mediator, ...of(dispute), body, strangers: notTheOne(scene, mediator) };
    },
  },
  'mediation.answer': byBoth(proposed, () => ({ answer: 'accept' })),
  'arbitration.answer': byBoth(rejected, () => ({ answer: 'agree' })),
  'rule.rule': {
    arbitrator: async (scene) => {
      const dispute = await rejected(scene);
      const arbitrator = await dispute.arbitrate();
      return { by: arbitrator, ...of(dispute), body: rulingInHalves(dispute.disputeId, dispute.amount) };
    },
  },
  'rule.force': {
    operator: ({ people, lasting: { quarrel } }) => ({
      by: people.operator,
      ...of(quarrel),
      body: rulingInHalves(quarrel.disputeId, quarrel.amount),
    }),
  },
  'repair.propose': {
    operator: async (scene) => ({
      by: scene.people.operator,
      ...of(await inRepair(scene)),
      body: { reason: 'The hold is there again.' },
    }),
  },
  'repair.approve': {
    operator: async (scene) => {
      const { operator, secondOperator } = scene.people;
      const dispute = await inRepair(scene);
      const reason = 'The hold is there again.';
      const { repairId } = await operator.post<{ repairId: string }>(dispute.path('repairs'), { reason });
      return { by: secondOperator, ...of(dispute, { repairId }), body: {} };
    },
  },
};

export const disputesAccess: AccessTable = {
  'list-disputes.list': { 'signed-in': ({ people }) => ({ by: people.client }) },
  'queue.list': forEach({ mediator: theMediator, operator: theOperator }, () => ({})),
  'view-dispute.view': {
    ...forEach({ ...BOTH_SIDES, operator: theOperator }, seen),
    mediator: async (scene) => {
      const { dispute, mediator } = await scene.mediation();
      return { by: mediator, ...of(dispute), strangers: notTheOne(scene, mediator) };
    },
  },
  ...talking,
  ...deciding,
};
