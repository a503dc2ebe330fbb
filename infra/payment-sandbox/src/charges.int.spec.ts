import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Charge } from './domain/charge.js';
import type { Refund } from './domain/refund.js';
import type { Instrument } from './domain/resources.js';
import { SandboxBench, usd } from './testing/sandbox.factory.js';

type Problem = { code: string; allowed?: string[] };
type List<R> = { items: R[] };

let sandbox: SandboxBench;
beforeAll(async () => {
  sandbox = await SandboxBench.open();
});
afterAll(() => sandbox.close());

const authorise = async (testToken: string, reference = 'funding-1'): Promise<Charge> => {
  const instrumentId = await sandbox.instrument(testToken);
  return (await sandbox.post<Charge>('/charges', { instrumentId, amount: usd(63_000), reference, capture: false })).body;
};

describe('An instrument', () => {
  it('tells method, country, holder and the kind of its check', async () => {
    const request = { partyId: 'p1', testToken: 'tok_3ds_ok', holderName: 'Nordlicht Handel GmbH', country: 'DE' };
    const { status, body } = await sandbox.post<Instrument>('/instruments', request);
    expect(status).toBe(201);
    expect(body).toEqual({
      instrumentId: expect.stringMatching(/^ins_/),
      partyId: 'p1',
      method: 'card',
      country: 'DE',
      holderName: 'Nordlicht Handel GmbH',
      checkKind: 'three_ds',
      createdAt: expect.any(String),
    });
  });

  it('shows the holder whom the issuer knows, whatever name was given', async () => {
    const request = { partyId: 'p1', testToken: 'tok_personal', holderName: 'Nordlicht Handel GmbH', country: 'DE' };
    expect((await sandbox.post<Instrument>('/instruments', request)).body.holderName).toBe('Alex Private');
  });

  it('is not made from a failed check or an unknown token', async () => {
    const request = { partyId: 'p1', holderName: 'A', country: 'DE' };
    expect((await sandbox.post<Problem>('/instruments', { ...request, testToken: 'tok_check_failed' })).body.code).toBe(
      'SANDBOX.INSTRUMENT_REFUSED',
    );
    expect((await sandbox.post<Problem>('/instruments', { ...request, testToken: 'toString' })).body.code).toBe(
      'SANDBOX.TEST_TOKEN_UNKNOWN',
    );
  });
});

describe('A charge', () => {
  it('is authorised, captured, and found by id and reference', async () => {
    const charge = await authorise('tok_ok', 'funding-found');
    expect(charge.status).toBe('authorised');
    const captured = await sandbox.post<Charge>(`/charges/${charge.chargeId}/capture`, {});
    expect(captured).toMatchObject({ status: 200, body: { status: 'captured', refunded: usd(0) } });
    expect((await sandbox.get<Charge>(`/charges/${charge.chargeId}`)).body).toEqual(captured.body);
    expect((await sandbox.get<List<Charge>>('/charges?reference=funding-found')).body.items).toEqual([captured.body]);
  });

  it('is voided only while authorised', async () => {
    const { chargeId } = await authorise('tok_ok');
    expect((await sandbox.post<Charge>(`/charges/${chargeId}/void`, {})).body.status).toBe('voided');
    const again = await sandbox.post<Problem>(`/charges/${chargeId}/capture`, {});
    expect(again).toMatchObject({ status: 409, body: { code: 'SANDBOX.ILLEGAL_TRANSITION', allowed: [] } });
  });

  it('is captured once', async () => {
    const { chargeId } = await sandbox.captured(usd(100));
    const again = await sandbox.post<Problem>(`/charges/${chargeId}/capture`, {});
    expect(again).toMatchObject({ status: 409, body: { code: 'SANDBOX.ILLEGAL_TRANSITION', allowed: ['refund'] } });
  });

  it('is refused at authorisation or at capture by its test instrument', async () => {
    expect(await authorise('tok_refuse_authorise')).toMatchObject({ status: 'refused', refusalCode: 'card_declined' });
    const { chargeId } = await authorise('tok_refuse_capture');
    const refused = await sandbox.post<Charge>(`/charges/${chargeId}/capture`, {});
    expect(refused.body).toMatchObject({ status: 'refused', refusalCode: 'capture_declined' });
  });

  it('is refused the first time and authorised the second with tok_refuse_once', async () => {
    const instrumentId = await sandbox.instrument('tok_refuse_once');
    const request = { instrumentId, amount: usd(500), reference: 'twice' };
    expect((await sandbox.post<Charge>('/charges', request)).body.status).toBe('refused');
    expect((await sandbox.post<Charge>('/charges', request)).body.status).toBe('authorised');
  });

  it('loses its first answer with tok_timeout, and gives the same charge to the repeat', async () => {
    const request = { instrumentId: await sandbox.instrument('tok_timeout'), amount: usd(500), reference: 'lost-answer' };
    await expect(sandbox.post('/charges', request, 'key-lost')).rejects.toThrow();
    const repeat = await sandbox.post<Charge>('/charges', request, 'key-lost');
    expect(repeat.headers.get('idempotent-replayed')).toBe('true');
    expect((await sandbox.get<List<Charge>>('/charges?reference=lost-answer')).body.items).toEqual([repeat.body]);
  });
});

describe('A refund', () => {
  it('takes parts up to what was captured, and not one unit more', async () => {
    const { chargeId } = await sandbox.captured(usd(1_000));
    const refund = (amount: number) =>
      sandbox.post<Refund & Problem>('/refunds', { chargeId, amount: usd(amount), reference: 'refund-parts' });
    expect((await refund(400)).body.status).toBe('succeeded');
    expect((await refund(601)).body.code).toBe('SANDBOX.REFUND_EXCEEDS_CAPTURED');
    expect((await refund(600)).body.status).toBe('succeeded');
    expect((await refund(1)).status).toBe(409);
    expect((await sandbox.get<Charge>(`/charges/${chargeId}`)).body.refunded).toEqual(usd(1_000));
    expect((await sandbox.get<List<Refund>>('/refunds?reference=refund-parts')).body.items).toHaveLength(2);
  });

  it('refused by the instrument takes nothing', async () => {
    const { chargeId } = await sandbox.captured(usd(1_000), 'tok_refund_refused');
    const { body } = await sandbox.post<Refund>('/refunds', { chargeId, amount: usd(1_000), reference: 'r' });
    expect(body).toMatchObject({ status: 'refused', refusalCode: 'instrument_closed' });
    expect((await sandbox.get<Charge>(`/charges/${chargeId}`)).body.refunded).toEqual(usd(0));
  });

  it('needs a captured charge and its currency', async () => {
    const { chargeId } = await authorise('tok_ok');
    expect((await sandbox.post<Problem>('/refunds', { chargeId, amount: usd(1), reference: 'r' })).body.code).toBe(
      'SANDBOX.ILLEGAL_TRANSITION',
    );
    const charge = await sandbox.captured(usd(1_000));
    const euro = { chargeId: charge.chargeId, amount: { amount: '1', currency: 'EUR' }, reference: 'r' };
    expect((await sandbox.post<Problem>('/refunds', euro)).body.code).toBe('SANDBOX.CURRENCY_MISMATCH');
  });
});
