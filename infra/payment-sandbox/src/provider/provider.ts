import { authorise, capture, voidCharge, withRefund, type Charge, type Told } from '../domain/charge.js';
import type { Money } from '../domain/money.js';
import { advance, planPayout, type Payout } from '../domain/payout.js';
import type { ProviderEvent } from '../domain/provider-event.js';
import { refundCharge, type Refund } from '../domain/refund.js';
import type { Destination, Instrument } from '../domain/resources.js';
import { SandboxError } from '../domain/sandbox-error.js';
import { movementOf, settlementFile, type SettlementFile } from '../domain/settlement.js';
import { destinationBehaviour, instrumentBehaviour, type InstrumentBehaviour } from '../domain/test-tokens.js';
import type { SandboxStore, WithToken } from '../store/sandbox-store.js';
import type { SandboxClock } from './sandbox-clock.js';

export type InstrumentRequest = { partyId: string; testToken: string; holderName: string; country: string };
export type DestinationRequest = { partyId: string; testToken: string; method: string; country: string };
export type ChargeRequest = { instrumentId: string; amount: Money; reference: string; capture?: boolean };
export type RefundRequest = { chargeId: string; amount: Money; reference: string };
export type PayoutRequest = { destinationId: string; amount: Money; reference: string };

/** A result, and whether its answer reaches the caller: `lost` means done, but the connection breaks. */
export type Outcome<R> = { readonly resource: R; readonly answer: 'sent' | 'lost' };

/** What the provider does. Each method that changes something must run inside one `store.transaction`. */
export class Provider {
  constructor(
    private readonly store: SandboxStore,
    private readonly clock: SandboxClock,
    private readonly newId: (prefix: string) => string,
  ) {}

  addInstrument({ partyId, testToken, holderName, country }: InstrumentRequest): Outcome<Instrument> {
    const { check, registeredHolder, method, checkKind } = instrumentBehaviour(testToken);
    if (check === 'fails')
      throw new SandboxError('SANDBOX.INSTRUMENT_REFUSED', 'The issuer refused the check of this instrument');
    const instrumentId = this.newId('ins');
    const holder = registeredHolder ?? holderName;
    const resource = { instrumentId, partyId, method, country, holderName: holder, checkKind, createdAt: this.instant() };
    this.store.instruments.insert({ id: instrumentId }, { resource, testToken });
    return sent(resource);
  }

  addDestination({ partyId, testToken, method, country }: DestinationRequest): Outcome<Destination> {
    destinationBehaviour(testToken);
    const resource = { destinationId: this.newId('dst'), partyId, method, country, createdAt: this.instant() };
    this.store.destinations.insert({ id: resource.destinationId }, { resource, testToken });
    return sent(resource);
  }

  charge({ instrumentId, amount, reference, capture: atOnce }: ChargeRequest): Outcome<Charge> {
    const behaviour = this.behaviourOf(instrumentId);
    const earlier = this.store.charges.countOf(instrumentId);
    const created = { chargeId: this.newId('ch'), instrumentId, amount, reference, createdAt: this.instant() };
    const told = authorise(created, behaviour, earlier);
    this.store.charges.insert({ id: created.chargeId, reference, parentId: instrumentId }, told.resource);
    this.tell(told, created.createdAt);
    const captureNow = atOnce === true && told.resource.status === 'authorised';
    const resource = captureNow ? this.captureCharge(created.chargeId).resource : told.resource;
    return { resource, answer: behaviour.answer === 'lost_first' && earlier === 0 ? 'lost' : 'sent' };
  }

  captureCharge(chargeId: string): Outcome<Charge> {
    const charge = this.chargeOf(chargeId);
    const told = capture(charge, this.behaviourOf(charge.instrumentId), this.instant());
    this.store.charges.update(chargeId, told.resource);
    if (told.resource.status === 'captured') {
      const { amount, reference, updatedAt: at } = told.resource;
      this.store.movements.insert(movementOf({ kind: 'capture', id: chargeId, reference, at, amount }));
    }
    this.tell(told, told.resource.updatedAt);
    return sent(told.resource);
  }

  voidCharge(chargeId: string): Outcome<Charge> {
    const told = voidCharge(this.chargeOf(chargeId), this.instant());
    this.store.charges.update(chargeId, told.resource);
    this.tell(told, told.resource.updatedAt);
    return sent(told.resource);
  }

  refund({ chargeId, amount, reference }: RefundRequest): Outcome<Refund> {
    const charge = this.chargeOf(chargeId);
    const at = this.instant();
    const created = { refundId: this.newId('re'), chargeId, amount, reference, createdAt: at };
    const told = refundCharge(charge, created, this.behaviourOf(charge.instrumentId));
    this.store.refunds.insert({ id: created.refundId, reference, parentId: chargeId }, told.resource);
    if (told.resource.status === 'succeeded') {
      this.store.charges.update(chargeId, withRefund(charge, amount, at));
      this.store.movements.insert(movementOf({ kind: 'refund', id: created.refundId, reference, at, amount }));
    }
    this.tell(told, at);
    return sent(told.resource);
  }

  /** Answers `in_transit` (or `refused`): being paid is told by webhook, even where it follows at once. */
  payOut({ destinationId, amount, reference }: PayoutRequest): Outcome<Payout> {
    const { testToken } = found(this.store.destinations.get(destinationId), 'destination', destinationId);
    const created = { payoutId: this.newId('po'), destinationId, amount, reference, createdAt: this.instant() };
    const planned = planPayout(created, destinationBehaviour(testToken), this.store.payouts.countOf(destinationId));
    const { payout, dueAt } = planned;
    this.store.payouts.insert({ id: payout.payoutId, reference, parentId: destinationId, dueAt }, planned);
    if (payout.status === 'refused') this.tell({ resource: payout, event: 'payout.refused' }, payout.createdAt);
    this.settleDue();
    return sent(payout);
  }

  /** Carries out what is due by business time, in the order of its instants. */
  settleDue(): void {
    const now = this.clock.now();
    for (let due = this.store.payouts.firstDue(now); due !== undefined; due = this.store.payouts.firstDue(now)) {
      const { resource, event } = advance(due);
      const { payoutId: id, reference, amount } = resource.payout;
      const at = instantOf(due.dueAt ?? now);
      this.store.payouts.update(id, resource, resource.dueAt);
      const kind = event === 'payout.paid' ? 'payout' : 'payout_return';
      this.store.movements.insert(movementOf({ kind, id, reference, at, amount }));
      this.tell({ resource: resource.payout, event }, at);
    }
  }

  chargeOf(chargeId: string): Charge {
    return found(this.store.charges.get(chargeId), 'charge', chargeId);
  }

  chargesBy(reference: string): readonly Charge[] {
    return this.store.charges.byReference(reference);
  }

  refundsBy(reference: string): readonly Refund[] {
    return this.store.refunds.byReference(reference);
  }

  payoutsBy(reference: string): readonly Payout[] {
    return this.store.payouts.byReference(reference).map(({ payout }) => payout);
  }

  /** Payouts made at or after an instant of business time. */
  payoutsSince(instant: string): readonly Payout[] {
    return this.store.payouts
      .all()
      .map(({ payout }) => payout)
      .filter(({ createdAt }) => createdAt >= instant);
  }

  settlement(day: string): SettlementFile {
    const today = this.instant().slice(0, 10);
    if (day > today) throw new SandboxError('SANDBOX.NOT_FOUND', `${day} has not begun: it is ${today} in the sandbox`);
    return settlementFile(day, this.store.movements.ofDay(day), today);
  }

  private behaviourOf(instrumentId: string): InstrumentBehaviour {
    return instrumentBehaviour(found(this.store.instruments.get(instrumentId), 'instrument', instrumentId).testToken);
  }

  private instant(): string {
    return instantOf(this.clock.now());
  }

  /** `occurredAt` is the instant of the change itself, so that events and settlement lines agree on the day. */
  private tell({ resource, event: type }: Told<ProviderEvent['data']>, occurredAt: string): void {
    const event: ProviderEvent = { id: this.newId('evt'), type, occurredAt, data: resource };
    this.store.deliveries.enqueue(event, this.store.faults.webhooksOf(type), this.clock.wallNow());
  }
}

const sent = <R>(resource: R): Outcome<R> => ({ resource, answer: 'sent' });

const instantOf = (epochMs: number): string => new Date(epochMs).toISOString();

function found<T extends Charge | WithToken<Instrument> | WithToken<Destination>>(
  value: T | undefined,
  kind: string,
  id: string,
): T {
  if (value === undefined) throw new SandboxError('SANDBOX.NOT_FOUND', `No ${kind} ${id}`);
  return value;
}
