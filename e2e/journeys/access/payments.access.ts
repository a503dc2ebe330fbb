import { createHmac, randomUUID } from 'node:crypto';
import { eventually, type Person } from '@guildhall/local';
import { hire } from '../../market/contract.js';
import { rulesOfPolicy, type FeePolicies } from '../../market/fee-policy.js';
import { usd } from '../../market/money.js';
import { secretsOf } from '../../market/secrets.js';
import { BOTH_SIDES, forEach, theClient, theMediator, theOperator, type AccessTable } from './access-table.js';
import type { Scene } from './scene.js';

const READERS = { ...BOTH_SIDES, operator: theOperator, mediator: theMediator } as const;
const PAYER = { 'own party': theClient, operator: theOperator } as const;
const theEarner = ({ people }: Scene): Person => people.earner;

const party = ({ partyId }: Person) => ({ params: { partyId } });
const card = { testToken: 'tok_ok', holderName: 'Shop', country: 'DE' };
type Fundings = Readonly<{ items: readonly Readonly<{ fundingId: string; state: string }>[] }>;

/** A contract of the two with a milestone that holds money. */
const held = async (scene: Scene) => {
  const contract = await scene.workshop();
  return { params: { contractId: contract.contractId, milestoneId: contract.milestoneId() } };
};

const funding = async (payer: Person, contractId: string, state: string) => {
  const { fundingId } = await eventually(`a funding that is ${state}`, async () => {
    const { items } = await payer.get<Fundings>(`/payments/contracts/${contractId}/fundings`);
    return items.find((one) => one.state === state);
  });
  return { params: { fundingId } };
};

/** The next version of the fee policy, with the rules of now, at a time that no story comes to. */
const nextPolicy = async (scene: Scene) => {
  const { items } = await scene.people.operator.get<FeePolicies>('/payments/fee-policies');
  const policyVersion = `fee-v${String(100_000 + Math.floor(Math.random() * 800_000))}`;
  return { policyVersion, effectiveFrom: '2190-01-01T00:00:00.000Z', rules: rulesOfPolicy(items) };
};

/** What the provider tells again of a payout that was paid, signed as the provider signs. */
const webhook = async (scene: Scene) => {
  const { partyId } = scene.people.earner;
  const payoutId = await scene.payout();
  const data = { reference: `payout/${partyId}/${payoutId}`, payoutId: randomUUID(), amount: usd('140.00') };
  const body = { id: randomUUID(), type: 'payout.paid', data };
  const { paymentWebhookSecret } = await secretsOf<{ paymentWebhookSecret: string }>();
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', paymentWebhookSecret)
    .update(`${String(at)}.${JSON.stringify(body)}`)
    .digest('hex');
  return { by: null, body, headers: { 'sandbox-signature': `t=${String(at)},v1=${signature}` } };
};

const methods: AccessTable = {
  'instruments.add': { 'own party': ({ people }) => ({ by: people.client, ...party(people.client), body: card }) },
  'instruments.list': { 'own party': ({ people }) => ({ by: people.client, ...party(people.client) }) },
  'instruments.choose': {
    'own party': ({ people: { client } }) => ({
      by: client,
      params: { partyId: client.partyId, instrumentId: client.instrumentId },
    }),
  },
  'payout-destinations.change': {
    'own party': ({ people: { freelancer } }) => ({
      by: freelancer,
      ...party(freelancer),
      body: { testToken: 'dst_ok', method: 'bank_transfer', country: 'DE' },
    }),
  },
  'payout-destinations.list': { 'own party': ({ people }) => ({ by: people.earner, ...party(people.earner) }) },
};

const wallets: AccessTable = {
  'wallet.show': forEach({ 'own party': theEarner, operator: theOperator }, ({ people }) => party(people.earner)),
  'wallet.entries': { 'own party': ({ people }) => ({ by: people.earner, ...party(people.earner) }) },
  'payouts.create': {
    'own party': async (scene) => {
      await scene.payout();
      const { earner } = scene.people;
      return { by: earner, ...party(earner), body: { amount: usd('10.00') } };
    },
  },
  'payouts.list': { 'own party': ({ people }) => ({ by: people.earner, ...party(people.earner) }) },
  'payouts.show': forEach({ 'own party': theEarner, operator: theOperator }, async (scene) => ({
    params: { payoutId: await scene.payout() },
  })),
};

const escrows: AccessTable = {
  'escrow.show': forEach(READERS, held),
  'statement.show': forEach(READERS, held),
  'fundings.of-contract': forEach(PAYER, held),
  'fundings.show': forEach(PAYER, async (scene) => {
    const { contractId } = await scene.workshop();
    return funding(scene.people.client, contractId, 'held');
  }),
  'fundings.retry': {
    'own party': async (scene) => {
      const { debtor, earner } = scene.people;
      const { contractId } = await hire(debtor, earner, { amounts: [usd('20.00')] });
      const { params } = await funding(debtor, contractId, 'failed');
      return { by: debtor, params, body: { instrumentId: debtor.instrumentId } };
    },
  },
};

const operators: AccessTable = {
  'fee-policies.propose': {
    operator: async (scene) => ({ by: scene.people.operator, body: await nextPolicy(scene) }),
  },
  'fee-policies.approve': {
    operator: async (scene) => {
      const { operator, secondOperator } = scene.people;
      const policy = await nextPolicy(scene);
      await operator.post('/payments/fee-policies', policy);
      return { by: secondOperator, params: { policyVersion: policy.policyVersion } };
    },
  },
  'fee-policies.list': { 'signed-in': ({ people }) => ({ by: people.client }) },
  'ledger-check.verdict': { operator: ({ people }) => ({ by: people.operator }) },
  'ledger-operations.clearing': { operator: ({ people }) => ({ by: people.operator }) },
  'ledger-operations.trial-balance': { operator: ({ people }) => ({ by: people.operator }) },
};

export const paymentsAccess: AccessTable = {
  ...methods,
  ...wallets,
  ...escrows,
  ...operators,
  'provider-webhooks.take': { public: webhook },
};
