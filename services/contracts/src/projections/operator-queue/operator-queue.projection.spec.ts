import { describe, expect, it } from '@jest/globals';
import type { Projected } from '@guildhall/event-sourcing';
import type { ContractEvent } from '../../domain/contract/contract.events.js';
import {
  after,
  approve,
  CONTRACT,
  contractAfter,
  disputeClosed,
  dispute,
  fundedSteps,
  fundingFailed,
  funded,
  giveBack,
  latestInstruction,
  M1,
  refused,
  signedSteps,
  submit,
  type Step,
} from '../../domain/contract/contract.factory.js';
import { fundingIdOf } from '../../domain/contract/decide-signing.js';
import { operatorQueue, type QueueDocument } from './operator-queue.projection.js';

const projected = (event: ContractEvent, index: number): Projected<ContractEvent> => ({
  ...event,
  id: `event-${index}`,
  stream: `contracts.contract-${CONTRACT}`,
  streamKey: CONTRACT,
  revision: BigInt(index),
  position: BigInt(index),
  occurredAt: '2026-03-02T09:00:00.000Z',
  recordedAt: '2026-03-02T09:00:00.000Z',
  actor: { kind: 'system', id: 'spec' },
  policyRefs: {},
});
const queueAfter = (...steps: readonly Step[]): QueueDocument | null =>
  after(...steps)
    .map(projected)
    .reduce<QueueDocument | null>(
      (document, event) => (operatorQueue.ids(event).length > 0 ? operatorQueue.reduce(document, event, CONTRACT) : document),
      null,
    );
const first = fundingIdOf(CONTRACT, 1);

describe('The operators’ queue', () => {
  it('is empty while all goes well', () => {
    const approved = [...fundedSteps(), submit('a', '2026-03-01T10:15:00Z'), approve(1, 'a')];
    expect(queueAfter(...approved)).toBeNull();
  });

  it('shows a funding that failed until it is paid or given up', () => {
    const failed = [...signedSteps(), fundingFailed(first, 'retried')];
    expect(queueAfter(...failed)).toMatchObject({
      kinds: ['funding_failed'],
      items: [{ id: first, milestoneIds: [M1], reasonCode: 'card_declined' }],
    });
    expect(queueAfter(...failed, fundingFailed(first, 'final'))).toBeNull();
    const paid = funded('1000.00', '1');
    const told = { ...paid, data: { ...paid.data, fundingId: first } } as typeof paid;
    expect(queueAfter(...failed, told)).toBeNull();
  });

  it('shows a refused instruction until it is given again', () => {
    const frozen = [...fundedSteps(), dispute('400.00', '2026-03-05T00:00:00Z'), giveBack('100.00')];
    const refundId = latestInstruction(contractAfter(...frozen));
    const stuck = [...frozen, refused(refundId, 'refund', 'frozen')];
    expect(queueAfter(...stuck)).toMatchObject({ items: [{ kind: 'instruction_refused', id: refundId, reasonCode: 'frozen' }] });
    expect(queueAfter(...stuck, disputeClosed('2026-03-08T00:00:00Z'))).toBeNull();
  });
});
