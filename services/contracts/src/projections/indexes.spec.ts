import { describe, expect, it } from '@jest/globals';
import type { Projection } from '@guildhall/event-sourcing';
import { contractTimelines } from './contract-timelines/contract-timelines.projection.js';
import { contractsProjection } from './contracts/contracts.projection.js';
import { operatorQueue } from './operator-queue/operator-queue.projection.js';

/** Every query beside those by id: the fields it filters by, then the one it sorts by; `state` is looked at within the index's range. */
const queries: readonly (readonly [string, Pick<Projection, 'indexes'>, readonly string[]])[] = [
  ['GET /contracts', contractsProjection, ['parties', 'sortKey']],
  ['GET /contracts?side=client', contractsProjection, ['contract.clientPartyId', 'sortKey']],
  ['GET /contracts?side=freelancer', contractsProjection, ['contract.freelancerPartyId', 'sortKey']],
  ['GET /contracts/waiting', contractsProjection, ['waitingParties', 'sortKey']],
  ['GET /contracts/operator-queue', operatorQueue, ['sortKey']],
  ['GET /contracts/operator-queue?kind=', operatorQueue, ['kinds', 'sortKey']],
];

describe('Queries of contracts', () => {
  it.each(queries)('%s has its index', (_, { indexes = [] }, fields) => {
    expect(indexes.map(({ key }) => Object.keys(key))).toContainEqual(fields);
  });

  it('use every index that is declared', () => {
    const declared = [contractsProjection, contractTimelines, operatorQueue].reduce(
      (sum, { indexes = [] }) => sum + indexes.length,
      0,
    );
    expect(declared).toBe(queries.length);
  });
});
