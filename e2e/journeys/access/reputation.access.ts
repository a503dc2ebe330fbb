import { reviewBy } from '../../market/reviews.js';
import { forEach, theFreelancer, theOperator, type AccessTable } from './access-table.js';

export const reputationAccess: AccessTable = {
  'view-reviews.view': {
    'signed-in': async (scene) => ({
      by: scene.people.debtor,
      params: { contractId: (await scene.reviewed()).contractId },
    }),
  },
  'submit-review.submit': {
    'own party': async (scene) => {
      const { contractId } = await scene.ended();
      const { client, freelancer } = scene.people;
      return { by: client, params: { contractId }, body: reviewBy('client', 5), alsoAllowed: [freelancer] };
    },
  },
  'list-waiting.list': { 'signed-in': ({ people }) => ({ by: people.client, query: { waiting: 'true' } }) },
  'view-scores.view': { public: ({ people }) => ({ by: null, params: { partyId: people.freelancer.partyId } }) },
  'explain-score.explain': forEach({ 'own party': theFreelancer, operator: theOperator }, async (scene) => {
    await scene.reviewed();
    return { params: { partyId: scene.people.freelancer.partyId, roleId: 'listing_optimization' } };
  }),
  'view-as-client.view': { public: ({ people }) => ({ by: null, params: { partyId: people.client.partyId } }) },
};
