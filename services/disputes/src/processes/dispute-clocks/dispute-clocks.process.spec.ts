import { describe, expect, it } from '@jest/globals';
import { processSpecFor } from '@guildhall/testing';
import * as f from '../../domain/dispute/dispute.factory.js';
import type { DisputeCommand } from '../../domain/dispute/dispute.commands.js';
import type { DisputeEvent } from '../../domain/dispute/dispute.events.js';
import { disputeClocks } from './dispute-clocks.process.js';

type Input = Parameters<typeof disputeClocks.evolve>[1];
const given = processSpecFor(disputeClocks);
const inputs = (events: readonly DisputeEvent[]): readonly Input[] => events.map((event) => event as Input);
const lastOf = (...commands: readonly DisputeCommand[]) => {
  const events = inputs(f.history(...commands));
  return given(...events.slice(0, -1)).when(events.at(-1) as Input);
};
const started = (outputs: readonly { kind: string }[]) => outputs.filter(({ kind }) => kind === 'start-timer');
const disputeId = f.ID;

describe('The clocks of a dispute', () => {
  it('remind twice and default at the printed date', () =>
    expect(started(lastOf(...f.awaiting).outputs)).toMatchObject([
      { name: 'remind', key: '1', dueAt: '2026-03-11T00:00:00.000Z', data: { reminder: 1 } },
      { name: 'remind', key: '2', dueAt: '2026-03-13T00:00:00.000Z', data: { reminder: 2 } },
      { name: 'response', dueAt: f.RESPOND_BY },
    ]));

  it('stop reminding with the answer, and begin those of talking', () => {
    const { outputs } = lastOf(...f.negotiating);
    expect(outputs).toMatchObject([
      { kind: 'cancel-timer', name: 'remind', key: '1' },
      { kind: 'cancel-timer', name: 'remind', key: '2' },
      { kind: 'cancel-timer', name: 'response' },
      { kind: 'start-timer', name: 'negotiation', dueAt: '2026-03-14T00:00:00.000Z' },
      { kind: 'start-timer', name: 'mediation', dueAt: '2026-03-28T00:00:00.000Z' },
    ]);
  });

  it('name the proposal that they wait for', () =>
    expect(started(lastOf(...f.proposed).outputs)).toMatchObject([
      { name: 'proposal-answer', dueAt: '2026-03-13T00:00:00.000Z' },
    ]));

  it('order a settled split at once, a decided one at the end of its window', () => {
    expect(lastOf(...f.awaiting, f.acceptClaim()).outputs.at(-1)).toMatchObject({
      kind: 'send',
      command: { type: 'OrderSplit' },
    });
    expect(started(lastOf(...f.decided).outputs)).toMatchObject([{ name: 'split', dueAt: '2026-03-26T00:00:00.000Z' }]);
  });

  it('turn what falls due into a command', () => {
    const due = (type: string, data: object = {}) => {
      const [output] = given().when({ type, data: { disputeId, ...data } } as Input).outputs;
      return output?.kind === 'send' ? output.command : output;
    };
    expect(due('timer.remind', { reminder: 2 })).toMatchObject({ type: 'RemindResponse', data: { reminder: 2 } });
    expect(due('timer.response')).toMatchObject({ type: 'Default' });
    expect(due('timer.negotiation')).toEqual({ type: 'EndNegotiation', data: { disputeId } });
    expect(due('timer.proposal-answer', { proposalId: 'p' })).toMatchObject({ type: 'EndMediation', data: { proposalId: 'p' } });
    expect(due('timer.mediation')).toMatchObject({ type: 'EndMediation', data: { cause: 'time_over' } });
    expect(due('timer.arbitration-offer')).toMatchObject({ type: 'EndArbitrationOffer' });
    expect(due('timer.split')).toMatchObject({ type: 'OrderSplit' });
    expect(due('timer.long-stop')).toMatchObject({ type: 'Escalate', data: { reason: 'long_stop' } });
    expect(due('CommandRefused', { step: 'due', code: 'X' })).toEqual({ kind: 'escalate', code: 'X' });
  });

  it('do not concern themselves with offers and exhibits', () => {
    const offer = f.history(...f.negotiating, f.offer('client', f.usd('1.00'))).at(-1) as unknown as Input;
    const frame = { id: 'i', streamKey: disputeId, occurredAt: f.OPENED_AT, revision: '0', policyRefs: {} };
    expect(disputeClocks.correlate(offer, frame)).toBeNull();
  });
});
