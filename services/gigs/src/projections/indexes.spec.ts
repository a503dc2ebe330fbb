import { describe, expect, it } from '@jest/globals';
import { gigsService } from '../gigs.service.js';

/** Every query of gigs that is not by id, with the fields that it filters and sorts by. */
const QUERIES: readonly Readonly<{ query: string; readModel: string; fields: readonly string[] }>[] = [
  {
    query: 'my gigs; work roles and skills of a freelancer',
    readModel: 'gigs',
    fields: ['freelancerPartyId', 'draftedAt', 'gigId'],
  },
  { query: 'my briefs', readModel: 'briefs', fields: ['clientPartyId', 'draftedAt', 'briefId'] },
  { query: 'open briefs, those that fit', readModel: 'briefs', fields: ['state', 'hidden', 'publishedAt', 'briefId'] },
  { query: 'open briefs of a work role', readModel: 'briefs', fields: ['state', 'hidden', 'roleId', 'publishedAt', 'briefId'] },
  { query: 'proposals of a brief', readModel: 'proposals', fields: ['briefId', 'placedAt', 'proposalId'] },
  { query: 'my proposals', readModel: 'proposals', fields: ['freelancerPartyId', 'placedAt', 'proposalId'] },
  { query: 'proposals of a day', readModel: 'proposals', fields: ['freelancerPartyId', 'placedOn'] },
  { query: 'posts held for review', readModel: 'held-posts', fields: ['state', 'heldAt', 'postId'] },
  { query: 'parties of a list', readModel: 'parties', fields: ['partyId'] },
  { query: 'totals of a freelancer', readModel: 'relationships', fields: ['freelancerPartyId'] },
];
const indexesOf = (readModel: string): readonly string[] =>
  (gigsService.projections.find(({ name }) => name === readModel)?.indexes ?? []).map(({ key }) => Object.keys(key).join());

describe('Queries of gigs', () => {
  it.each(QUERIES)('$query use an index of $readModel', ({ readModel, fields }) => {
    expect(indexesOf(readModel)).toContain(fields.join());
  });

  it('leave no index unused', () => {
    for (const { name } of gigsService.projections) {
      const used = QUERIES.filter(({ readModel }) => readModel === name).map(({ fields }) => fields.join());
      expect(indexesOf(name).filter((index) => !used.includes(index))).toEqual([]);
    }
  });
});
