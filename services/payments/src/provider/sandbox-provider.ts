import { DependencyUnavailable } from '@guildhall/event-sourcing';
import { DomainError, type Money } from '@guildhall/kernel';
import { fail } from '../domain/payments.errors.js';
import type { Charge, CheckedInstrument, InstrumentRefund, PaymentProvider, ProviderPayout } from './payment-provider.port.js';
import { ProviderClient, ProviderRefusal, type ProviderEndpoint } from './provider-client.js';
import { ownId, PREFIX } from './sandbox-ids.js';

type SandboxPayout = Readonly<{ payoutId: string; status: ProviderPayout['status']; failureCode: string | null }>;
type List<T> = Readonly<{ items: readonly T[] }>;

const payoutFrom = ({ payoutId, status, failureCode }: SandboxPayout): ProviderPayout => ({
  providerPayoutId: payoutId,
  status,
  failureCode,
});

/** The payment sandbox over HTTP (infra/payment-sandbox, its OpenAPI document is the contract). */
export class SandboxProvider implements PaymentProvider {
  readonly name = 'psp';
  private readonly client: ProviderClient;

  constructor(endpoint: ProviderEndpoint) {
    this.client = new ProviderClient(endpoint);
  }

  async addInstrument(
    effectId: string,
    instrument: Readonly<{ partyId: string; testToken: string; holderName: string; country: string }>,
  ): Promise<CheckedInstrument> {
    const checked = await forClient(() => this.client.post<CheckedInstrument>('/instruments', effectId, instrument));
    const { method, country, holderName, checkKind } = checked;
    return { instrumentId: ownId(PREFIX.instrument, checked.instrumentId), method, country, holderName, checkKind };
  }

  async addDestination(
    effectId: string,
    destination: Readonly<{ partyId: string; testToken: string; method: string; country: string }>,
  ): Promise<Readonly<{ destinationId: string; method: string; country: string }>> {
    type Made = Readonly<{ destinationId: string; method: string; country: string }>;
    const { destinationId, method, country } = await forClient(() =>
      this.client.post<Made>('/destinations', effectId, destination),
    );
    return { destinationId: ownId(PREFIX.destination, destinationId), method, country };
  }

  async authorise(
    effectId: string,
    { instrumentId, amount, reference }: Readonly<{ instrumentId: string; amount: Money; reference: string }>,
  ): Promise<Charge | Readonly<{ chargeId: null; status: 'refused'; refusalCode: string }>> {
    const body = { instrumentId: `${PREFIX.instrument}${instrumentId}`, amount, reference };
    try {
      return await this.effect(
        () => this.client.post<Charge>('/charges', effectId, body),
        () => this.byReference<Charge>('charges', reference),
      );
    } catch (error) {
      return { chargeId: null, status: 'refused', refusalCode: refusedWith(error) };
    }
  }

  capture(effectId: string, chargeId: string): Promise<Charge> {
    return this.onCharge('capture', effectId, chargeId);
  }

  void(effectId: string, chargeId: string): Promise<Charge> {
    return this.onCharge('void', effectId, chargeId);
  }

  async refund(
    effectId: string,
    refund: Readonly<{ chargeId: string; amount: Money; reference: string }>,
  ): Promise<InstrumentRefund> {
    try {
      return await this.effect(
        () => this.client.post<InstrumentRefund>('/refunds', effectId, refund),
        () => this.byReference<InstrumentRefund>('refunds', refund.reference),
      );
    } catch (error) {
      return { status: 'refused', refusalCode: refusedWith(error) };
    }
  }

  async payOut(
    effectId: string,
    { destinationId, amount, reference }: Readonly<{ destinationId: string; amount: Money; reference: string }>,
  ): Promise<ProviderPayout | Readonly<{ providerPayoutId: null; status: 'refused'; failureCode: string }>> {
    const body = { destinationId: `${PREFIX.destination}${destinationId}`, amount, reference };
    try {
      const payout = await this.effect(
        () => this.client.post<SandboxPayout>('/payouts', effectId, body),
        () => this.byReference<SandboxPayout>('payouts', reference),
      );
      return payoutFrom(payout);
    } catch (error) {
      return { providerPayoutId: null, status: 'refused', failureCode: refusedWith(error) };
    }
  }

  /** 409: somebody was there before; the charge itself says what became of it. */
  private async onCharge(act: 'capture' | 'void', effectId: string, chargeId: string): Promise<Charge> {
    const ask = (): Promise<Charge> => this.client.get<Charge>(`/charges/${encodeURIComponent(chargeId)}`);
    const settled = async (): Promise<Charge | null> => {
      const charge = await ask();
      return charge.status === 'authorised' ? null : charge;
    };
    try {
      return await this.effect(
        () => this.client.post<Charge>(`/charges/${encodeURIComponent(chargeId)}/${act}`, effectId, {}),
        settled,
      );
    } catch (error) {
      if (error instanceof ProviderRefusal && error.status === 409) return ask();
      throw error;
    }
  }

  /** Sends once; where no answer came, asks what happened. Still unknown: the outage goes on to the caller. */
  private async effect<T>(send: () => Promise<T>, ask: () => Promise<T | null>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof DependencyUnavailable)) throw error;
      const found = await ask();
      if (found === null) throw error;
      return found;
    }
  }

  private async byReference<T>(collection: 'charges' | 'refunds' | 'payouts', reference: string): Promise<T | null> {
    const { items } = await this.client.get<List<T>>(`/${collection}?reference=${encodeURIComponent(reference)}`);
    return items[0] ?? null;
  }
}

/** Word of a refusal; everything else is thrown on. A reused key is our own mistake, never the payer's. */
const refusedWith = (error: unknown): string => {
  if (!(error instanceof ProviderRefusal) || error.word === 'idempotency_key_reused') throw error;
  return error.word;
};

/** Refusals of requests that a client makes itself, as the codes that clients know. */
const forClient = async <T>(run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    if (error.word === 'idempotency_key_reused')
      throw new DomainError('COMMON.IDEMPOTENCY_KEY_REUSED', 'invalid', 'This Idempotency-Key was used for another request');
    if (error.status === 400) throw new DomainError('COMMON.VALIDATION', 'malformed', error.message);
    throw fail('PAYMENTS.INSTRUMENT_REFUSED', error.message, { reasonCode: error.word });
  }
};
