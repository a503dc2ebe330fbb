import { contentHash, draftContract, hire, offerContract, termsOf, type ContractInPlay } from '../../market/contract.js';
import { usd } from '../../market/money.js';
import { eventually, type Person } from '@guildhall/local';
import { BOTH_SIDES, forEach, theMediator, theOperator, type AccessTable, type Call, type Situation } from './access-table.js';
import type { Claimed, Scene } from './scene.js';

const DEAL = { amounts: [usd('20.00')] };
const READERS = { ...BOTH_SIDES, operator: theOperator, mediator: theMediator } as const;
const TEXT = 'forty listings';

const ofContract = ({ contractId }: ContractInPlay) => ({ contractId });
const ofMilestone = ({ contract, index }: Claimed) => ({ ...ofContract(contract), milestoneId: contract.milestoneId(index) });

const drafted = ({ people: { client, freelancer } }: Scene): Promise<string> => draftContract(client, freelancer, DEAL);
const offered = async (scene: Scene) => {
  const contractId = await drafted(scene);
  return { contractId, termsHash: await offerContract(scene.people.client, contractId) };
};

/** A mediator reads contracts over which a dispute lay. */
const quarrelled = async (scene: Scene): Promise<Omit<Call, 'by'>> => {
  const { contract } = (await scene.mediation()).dispute;
  return { params: ofContract(contract) };
};

const working =
  (who: 'client' | 'freelancer', body: object, before?: (claimed: Claimed) => Promise<unknown>): Situation =>
  async (scene) => {
    const claimed = await scene.milestone();
    await before?.(claimed);
    return { by: scene.people[who], params: ofMilestone(claimed), body };
  };

const submitted = ({ contract, index }: Claimed): Promise<number> => contract.submit(TEXT, index);

/** All of it goes to the freelancer. */
const splitsOf = (contract: ContractInPlay) => ({
  splits: contract.milestoneIds.map((milestoneId) => ({ milestoneId, toFreelancer: usd('20.00'), toClient: usd('0.00') })),
});

const cancellable = async (scene: Scene): Promise<Omit<Call, 'by'>> => {
  const contract = await scene.funded();
  return { params: ofContract(contract), body: splitsOf(contract) };
};

const toBeAnswered =
  (answering: 'client' | 'freelancer'): Situation =>
  async (scene) => {
    const contract = await scene.funded();
    const asking: Person = answering === 'client' ? scene.people.freelancer : scene.people.client;
    const path = `/contracts/${contract.contractId}/cancellation-requests`;
    const { requestId } = await asking.post<{ requestId: string }>(path, splitsOf(contract));
    return { by: scene.people[answering], params: { ...ofContract(contract), requestId }, body: { answer: 'refuse' } };
  };

type Queue = Readonly<{ items: readonly Readonly<{ id: string }>[] }>;

/** The freelancer gives back what the wallet has not: payments refuse, and operators see it. */
const refusedInstruction: Situation = async (scene) => {
  const { people, lasting } = scene;
  await scene.payout();
  const contract = lasting.earned;
  const { refundId: instructionId } = await contract.giveBack(usd('100.00'), 'released');
  await eventually(`the refusal of ${instructionId}`, async () => {
    const { items } = await people.operator.get<Queue>('/contracts/operator-queue?kind=instruction_refused&limit=100');
    return items.some(({ id }) => id === instructionId) ? true : undefined;
  });
  const params = { ...ofMilestone({ contract, index: 0 }), instructionId };
  return { by: people.operator, params, body: { reason: 'The freelancer has paid in.' } };
};

const agreeing: AccessTable = {
  'edit-terms.edit': forEach(BOTH_SIDES, async (scene) => ({
    params: { contractId: await drafted(scene) },
    body: termsOf({ ...DEAL, revisions: 3 }),
  })),
  'offer-contract.offer': {
    'own party': async (scene) => ({ by: scene.people.client, params: { contractId: await drafted(scene) }, body: {} }),
  },
  'decline-contract.decline': forEach(BOTH_SIDES, async (scene) => ({
    params: { contractId: await drafted(scene) },
    body: { reason: 'changed_mind' },
  })),
  'sign-contract.sign': {
    'own party': async (scene) => {
      const { contractId, termsHash } = await offered(scene);
      return { by: scene.people.client, params: { contractId }, body: { termsHash } };
    },
    counterparty: async (scene) => {
      const { contractId, termsHash } = await offered(scene);
      await scene.people.client.post(`/contracts/${contractId}/signatures`, { termsHash });
      return { by: scene.people.freelancer, params: { contractId }, body: { termsHash } };
    },
  },
};

const work: AccessTable = {
  'request-funding.request': {
    'own party': async ({ people: { client, freelancer } }) => {
      const contract = await hire(client, freelancer, { amounts: [usd('20.00'), usd('20.00')] });
      await contract.funded();
      return { by: client, params: ofMilestone({ contract, index: 1 }), body: {} };
    },
  },
  'start-milestone.start': { 'own party': working('freelancer', {}) },
  'submit-milestone.submit': { 'own party': working('freelancer', { contentHash: contentHash(TEXT) }) },
  'request-changes.request': {
    'own party': working('client', { deliverableVersion: 1, criteriaIds: ['titles'], note: 'They are too long.' }, submitted),
  },
  'approve-milestone.approve': {
    'own party': working('client', { deliverableVersion: 1, contentHash: contentHash(TEXT) }, submitted),
  },
  'release-part.release': { 'own party': working('client', { amount: usd('10.00') }) },
  'give-back.give': { 'own party': working('freelancer', { amount: usd('10.00'), source: 'held' }) },
  'cancel-late.cancel': {
    'own party': ({ people, lasting: { late: contract } }) => ({
      by: people.client,
      params: ofMilestone({ contract, index: 0 }),
      body: {},
    }),
  },
  'request-cancellation.request': forEach(BOTH_SIDES, cancellable),
  'answer-cancellation.answer': { 'own party': toBeAnswered('client'), counterparty: toBeAnswered('freelancer') },
  'repeat-instruction.repeat': { operator: refusedInstruction },
};

export const contractsAccess: AccessTable = {
  'list-contracts.list': { 'signed-in': ({ people }) => ({ by: people.client }) },
  'list-waiting.list': { 'signed-in': ({ people }) => ({ by: people.client }) },
  'list-operator-queue.list': { operator: ({ people }) => ({ by: people.operator }) },
  'view-contract.view': forEach(READERS, quarrelled),
  'view-terms.view': forEach(READERS, quarrelled),
  'view-timeline.view': forEach(READERS, quarrelled),
  ...agreeing,
  ...work,
};
