import { DependencyUnavailable } from '@guildhall/event-sourcing';
import { deriveId, money, type Money } from '@guildhall/kernel';
import { fail } from '../domain/payments.errors.js';
import type { Charge, CheckedInstrument, InstrumentRefund, PaymentProvider, ProviderPayout } from './payment-provider.port.js';

type Behaviour = 'works' | 'refuses_once' | 'refuses_capture' | 'refuses_refund';

/** A provider in memory: an effect id has one effect. Test tokens say how an instrument behaves. */
export class FakeProvider implements PaymentProvider {
  readonly name = 'psp';
  /** Effects that were carried out, by kind; a repeated effect id is not among them. */
  readonly effects: string[] = [];
  /** What fails once with an outage after its effect has happened, as a provider that times out. */
  loseAnswerOf: string | null = null;
  private readonly answers = new Map<string, unknown>();
  private readonly behaviours = new Map<string, Behaviour>();
  private readonly charges = new Map<string, Charge & Readonly<{ instrumentId: string }>>();
  private readonly refusedBefore = new Set<string>();

  async addInstrument(
    effectId: string,
    { testToken, holderName, country }: Readonly<{ partyId: string; testToken: string; holderName: string; country: string }>,
  ): Promise<CheckedInstrument> {
    if (testToken === 'tok_check_failed') throw fail('PAYMENTS.INSTRUMENT_REFUSED', 'The check failed');
    return this.once('instrument', effectId, () => {
      const instrumentId = deriveId(effectId, 'instrument');
      const known: Readonly<Record<string, Behaviour>> = {
        tok_refuse_once: 'refuses_once',
        tok_refuse_capture: 'refuses_capture',
        tok_refund_refused: 'refuses_refund',
      };
      this.behaviours.set(instrumentId, known[testToken] ?? 'works');
      return { instrumentId, method: 'card', country, holderName, checkKind: 'micro_charge' };
    });
  }

  async addDestination(
    effectId: string,
    { method, country }: Readonly<{ partyId: string; testToken: string; method: string; country: string }>,
  ): Promise<Readonly<{ destinationId: string; method: string; country: string }>> {
    return this.once('destination', effectId, () => ({ destinationId: deriveId(effectId, 'destination'), method, country }));
  }

  async authorise(
    effectId: string,
    { instrumentId, amount }: Readonly<{ instrumentId: string; amount: Money; reference: string }>,
  ): Promise<Charge> {
    return this.once('authorise', effectId, () => {
      const refuses = this.behaviours.get(instrumentId) === 'refuses_once' && !this.refusedBefore.has(instrumentId);
      this.refusedBefore.add(instrumentId);
      const status = refuses ? ('refused' as const) : ('authorised' as const);
      const charge = { chargeId: deriveId(effectId, 'charge'), amount, status, refusalCode: refuses ? 'card_declined' : null };
      this.charges.set(charge.chargeId, { ...charge, instrumentId });
      return charge;
    });
  }

  async capture(effectId: string, chargeId: string): Promise<Charge> {
    return this.once('capture', effectId, () => {
      const refuses = this.behaviours.get(this.chargeOf(chargeId).instrumentId) === 'refuses_capture';
      return this.become(chargeId, refuses ? 'refused' : 'captured');
    });
  }

  async void(effectId: string, chargeId: string): Promise<Charge> {
    return this.once('void', effectId, () =>
      this.chargeOf(chargeId).status === 'authorised' ? this.become(chargeId, 'voided') : this.chargeOf(chargeId),
    );
  }

  async refund(
    effectId: string,
    { chargeId }: Readonly<{ chargeId: string; amount: Money; reference: string }>,
  ): Promise<InstrumentRefund> {
    return this.once('refund', effectId, () => {
      const refuses = this.behaviours.get(this.chargeOf(chargeId).instrumentId) === 'refuses_refund';
      return { status: refuses ? 'refused' : 'succeeded', refusalCode: refuses ? 'instrument_closed' : null };
    });
  }

  async payOut(effectId: string): Promise<ProviderPayout> {
    return this.once('payout', effectId, () => ({
      providerPayoutId: deriveId(effectId, 'payout'),
      status: 'in_transit' as const,
      failureCode: null,
    }));
  }

  /** Sum of what was captured and not refunded is the merchant's business; here only the charge itself. */
  chargeOf(chargeId: string): Charge & Readonly<{ instrumentId: string }> {
    const nothing = { chargeId, amount: money(0n, 'USD'), status: 'refused' as const, refusalCode: 'unknown', instrumentId: '' };
    return this.charges.get(chargeId) ?? nothing;
  }

  private become(chargeId: string, status: Charge['status']): Charge {
    const refusalCode = status === 'refused' ? 'capture_declined' : null;
    const charge = { ...this.chargeOf(chargeId), status, refusalCode };
    this.charges.set(chargeId, charge);
    return charge;
  }

  private once<T>(kind: string, effectId: string, effect: () => T): T {
    const known = this.answers.get(effectId);
    if (known !== undefined) return known as T;
    const answer = effect();
    this.effects.push(kind);
    this.answers.set(effectId, answer);
    if (this.loseAnswerOf !== kind) return answer;
    this.loseAnswerOf = null;
    throw new DependencyUnavailable(`No answer of ${kind}`);
  }
}
