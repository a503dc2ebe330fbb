import { describe, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import { methodDecider, type MethodCommand } from './method.decider.js';
import type { MethodEvent } from './method.events.js';

const given = specFor(methodDecider);
const at = '2026-03-02T09:00:00.000Z';
const instrument = (instrumentId: string) => ({
  partyId: 'C',
  instrumentId,
  method: 'card',
  country: 'DE',
  checkKind: 'micro_charge',
  holderName: 'Ada Example',
});
const add = (instrumentId: string): MethodCommand => ({ type: 'AddInstrument', data: instrument(instrumentId) });
const added = (instrumentId: string): MethodEvent => ({ type: 'InstrumentValidated', data: instrument(instrumentId) });
const chosen = (instrumentId: string): MethodEvent => ({ type: 'DefaultInstrumentChosen', data: { partyId: 'C', instrumentId } });
const choose = (instrumentId: string): MethodCommand => ({ type: 'ChooseInstrument', data: { partyId: 'C', instrumentId } });
const destination = { partyId: 'C', destinationId: 'd', method: 'bank', country: 'DE' };

describe('How a party pays', () => {
  it('is by its first instrument until it chooses another', () => {
    given().when(add('i')).then(added('i'), chosen('i'));
    given(added('i'), chosen('i')).when(add('j')).then(added('j'));
    given(added('i'), chosen('i'), added('j')).when(choose('j')).then(chosen('j'));
  });
  it('takes an instrument and a choice once', () => {
    given(added('i'), chosen('i')).when(add('i')).thenNothingHappens();
    given(added('i'), chosen('i')).when(choose('i')).thenNothingHappens();
  });
  it('is never by an instrument of somebody else', () => given().when(choose('x')).thenFails('PAYMENTS.HOLD_NOT_FOUND'));
});

describe('How a party is paid', () => {
  it('changes at once, yet is usable only 72 hours later', () =>
    given()
      .when({ type: 'ChangeDestination', data: { ...destination, at } })
      .then({
        type: 'PayoutDestinationChanged',
        data: { ...destination, usableFrom: '2026-03-05T09:00:00.000Z', changedAt: at },
      }));
  it('keeps its clock when the same destination is named again', () =>
    given({ type: 'PayoutDestinationChanged', data: { ...destination, usableFrom: '2026-03-05T09:00:00.000Z', changedAt: at } })
      .when({ type: 'ChangeDestination', data: { ...destination, at: '2026-03-04T09:00:00.000Z' } })
      .thenNothingHappens());
});
