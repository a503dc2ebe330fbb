import { describe, expect, it } from '@jest/globals';
import type { Projected } from '@guildhall/event-sourcing';
import type { DisputeCommand } from '../../domain/dispute/dispute.commands.js';
import type { DisputeEvent } from '../../domain/dispute/dispute.events.js';
import * as f from '../../domain/dispute/dispute.factory.js';
import { disputeCases, type CaseDocument } from './dispute-cases.projection.js';

const projected = (event: DisputeEvent, index: number): Projected<DisputeEvent> => ({
  ...event,
  id: `event-${index}`,
  stream: `disputes.dispute-${f.ID}`,
  streamKey: f.ID,
  revision: BigInt(index),
  position: BigInt(index),
  occurredAt: f.OPENED_AT,
  recordedAt: f.OPENED_AT,
  actor: { kind: 'system', id: 'spec' },
  policyRefs: {},
});
const documentAfter = (...commands: readonly DisputeCommand[]): CaseDocument | null =>
  f
    .history(...commands)
    .map(projected)
    .reduce<CaseDocument | null>((document, event) => disputeCases.reduce(document, event, f.ID), null);

/** Each query of this service with the fields that it filters and sorts by, in the order of its index. */
const QUERIES = {
  'GET /disputes: own disputes, newest first': ['parties', 'sortKey'],
  'GET /disputes/queue of a mediator': ['handlers', 'progress', 'sortKey'],
  'GET /disputes/queue of an operator': ['progress', 'sortKey'],
  'GET /disputes/queue?senior=…': ['senior', 'sortKey'],
};

describe('The case of a dispute', () => {
  it('names its parties, who works on it and whether it is open', () => {
    expect(documentAfter(...f.arbitrating)).toMatchObject({
      parties: [f.CLIENT, f.FREELANCER],
      handlers: [f.MEDIATOR, f.ARBITRATOR],
      progress: 'open',
      senior: [],
      sortKey: `${f.OPENED_AT}|${f.ID}`,
    });
    expect(documentAfter(f.open(), f.withdraw())).toMatchObject({ progress: 'closed' });
  });

  it('lies in the senior queue while nobody is found, it takes too long, or payments refused', () => {
    expect(documentAfter(...f.negotiating, f.endNegotiation)?.senior).toEqual(['nobody_assigned']);
    expect(documentAfter(...f.arbitrating, f.escalate)?.senior).toEqual(['long_stop']);
    expect(documentAfter(...f.arbitrating, f.escalate, f.force())?.senior).toEqual([]);
    const split = f.splitIn(f.history(...f.executing));
    expect(documentAfter(...f.executing, f.blocked(split))?.senior).toEqual(['execution_blocked']);
  });

  it('holds nothing of a sealed offer but that it exists', () => {
    const document = documentAfter(...f.negotiating, f.seal('client'));
    expect(document?.case.offers).toEqual([{ offerId: 'sealed-client', side: 'client', kind: 'sealed' }]);
    expect(JSON.stringify(document)).not.toMatch(/commit|"ct"/);
  });

  it('has an index for every query', () =>
    expect(disputeCases.indexes?.map(({ key }) => Object.keys(key))).toEqual(Object.values(QUERIES)));
});
