import { describe, expect, it } from '@jest/globals';
import { missingSamples, upcastSample, type GoldenSample } from '@guildhall/testing';
import { contractDecider, contractStorage, disputableOf, windowOf, type ContractEvent } from './contract.decider.js';
import * as f from './contract.factory.js';
import samples from './samples/contract.v1.json' with { type: 'json' };

const heard = (...events: readonly ContractEvent[]) =>
  events.reduce((state, event) => contractDecider.evolve(state, event), contractDecider.initialState());
const disputable = (at: string, ...events: readonly ContractEvent[]): string => disputableOf(heard(...events), f.M1, at).amount;
const NOW = '2026-03-12T09:00:00.000Z';

describe('What can be disputed of a milestone', () => {
  it('is nothing before money is held', () => expect(disputable(NOW, f.signing())).toBe('0'));
  it('is what is held, also when that was heard before the signing', () => {
    expect(disputable(NOW, f.signing(), f.funding('800.00', '1'))).toBe('80000');
    expect(disputable(NOW, f.funding('800.00', '1'), f.signing())).toBe('80000');
  });
  it('counts releases of the last thirty days', () => {
    const events = [f.signing(), f.funding('800.00', '1'), f.release('600.00', '200.00', '2')];
    expect(disputable('2026-04-01T09:00:00.000Z', ...events)).toBe('80000');
    expect(disputable('2026-04-01T09:00:00.001Z', ...events)).toBe('20000');
  });
  it('takes what came back off the youngest release', () => {
    const early = f.release('300.00', '500.00', '2', '2026-01-01T00:00:00.000Z');
    const events = [f.signing(), f.funding('800.00', '1'), early, f.release('500.00', '0', '3')];
    expect(disputable(NOW, ...events, f.refund('200.00', 'released', '0', '4'))).toBe('30000');
    expect(disputable(NOW, ...events, f.split('100.00', '300.00', '0', '4'))).toBe('20000');
  });
  it('is not raised by a refund of held money', () =>
    expect(disputable(NOW, f.signing(), f.funding('800.00', '1'), f.refund('300.00', 'held', '500.00', '2'))).toBe('50000'));
  it('follows the highest escrow revision when facts overtake each other', () =>
    expect(disputable(NOW, f.signing(), f.refund('300.00', 'held', '500.00', '2'), f.funding('800.00', '1'))).toBe('50000'));
});

describe('What was heard of a contract', () => {
  it('is signed once', () => {
    const command = { type: 'NoteContractEvent', data: { contractId: f.CONTRACT, event: f.signing() } } as const;
    expect(contractDecider.decide(command, heard())).toEqual([f.signing()]);
    expect(contractDecider.decide(command, heard(f.signing()))).toEqual([]);
  });
  it('reaches to the newest revision told', () =>
    expect(heard(f.signing(), f.approval('9'), f.submission('7')).sourceRevision).toBe('9'));
  it('can be disputed for thirty days after its end', () => {
    const ended = heard(f.signing(), f.ending('2026-03-02T09:00:00.000Z'));
    expect(windowOf(ended, '2026-04-01T23:59:59.999Z')).toBe('open');
    expect(windowOf(ended, '2026-04-02T00:00:00.000Z')).toBe('closed');
    expect(windowOf(heard(f.signing()), '2036-01-01T00:00:00.000Z')).toBe('open');
  });
  it('has a sample of every event version, which folds', () => {
    expect(missingSamples(contractStorage, samples as readonly GoldenSample[])).toEqual([]);
    const events = (samples as readonly GoldenSample[]).map((sample) => upcastSample(contractStorage, sample) as ContractEvent);
    expect(heard(...events)).toMatchObject({ signed: { clientPartyId: f.CLIENT }, endedAt: '2026-03-02T09:00:00.000Z' });
  });
});
