import { describe, expect, it } from '@jest/globals';
import { definition } from '../payments.service.js';

/** Every query of payments that is not by id, with the fields that it filters and sorts by. */
const QUERIES: readonly Readonly<{ query: string; readModel: string; fields: readonly string[] }>[] = [
  { query: 'entries of a wallet', readModel: 'wallet-entries', fields: ['partyId', 'position'] },
  { query: 'statement of a milestone', readModel: 'statement-lines', fields: ['milestoneId', 'position'] },
  { query: 'charges of a statement', readModel: 'statement-lines', fields: ['fundingId'] },
  { query: 'releases of a statement', readModel: 'statement-lines', fields: ['releaseId'] },
  { query: 'fundings of a contract', readModel: 'fundings', fields: ['contractId', 'openedAt'] },
  { query: 'fundings of a client (commands by id)', readModel: 'fundings', fields: ['clientPartyId'] },
  { query: 'payouts of a party', readModel: 'payouts', fields: ['partyId', 'createdAt'] },
  { query: 'open balances by age', readModel: 'clearing', fields: ['recordedAt'] },
  { query: 'oldest money in transit', readModel: 'clearing', fields: ['kind', 'recordedAt'] },
  { query: 'escrow accounts below zero', readModel: 'clearing', fields: ['kind', 'balance'] },
];

describe('Queries of payments', () => {
  it.each(QUERIES)('$query use an index of $readModel', ({ readModel, fields }) => {
    const projection = definition.projections.find(({ name }) => name === readModel);
    const indexes = (projection?.indexes ?? []).map(({ key }) => Object.keys(key));
    expect(indexes.some((keys) => fields.every((field, place) => keys[place] === field))).toBe(true);
  });

  it('leave no index unused', () => {
    for (const { name, indexes = [] } of definition.projections) {
      const used = QUERIES.filter(({ readModel }) => readModel === name).map(({ fields }) => fields.join());
      expect([...indexes].map(({ key }) => Object.keys(key).join()).every((key) => used.includes(key))).toBe(true);
    }
  });
});
