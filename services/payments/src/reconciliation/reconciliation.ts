import type { CommandContext } from '@guildhall/event-sourcing';
import { deriveId, isDomainError, type Instant } from '@guildhall/kernel';
import type { MoneyStreams } from '../application/money-streams.js';
import type { FundingStatus } from '../domain/funding/funding.transitions.js';
import { payoutGate } from '../domain/party/party.decider.js';
import type { WalletCommand } from '../domain/wallet/wallet.commands.js';
import type { Movement, ProviderBooks, TakenPayout } from '../provider/provider-books.port.js';
import { parseReference } from '../provider/references.js';

/**
 * What became of one thing that the provider did: `known`, the log holds it; `carried-on`, the log holds its beginning and its process
 * asks again with the same key; `booked`, the log had forgotten it; `flagged`, the log cannot hold it (`why`), operators settle it.
 */
export type Finding = Readonly<{
  kind: Movement['kind'] | 'payout_taken';
  id: string;
  reference: string;
  outcome: 'known' | 'carried-on' | 'booked' | 'flagged';
  why?: string;
}>;

type Verdict = Pick<Finding, 'outcome' | 'why'>;

/** Whose money came from an instrument, as the own log tells; null: the log never saw it. */
export type PayerOf = (instrumentId: string) => Promise<string | null>;

const PROVIDER = 'psp';

/** A funding that still wants its charge asks for it again, with the key of then. */
const LIVING: ReadonlySet<FundingStatus> = new Set<FundingStatus>(['requested', 'charging', 'authorised', 'held']);
const known: Verdict = { outcome: 'known' };
const booked: Verdict = { outcome: 'booked' };
const flagged = (why: string): Verdict => ({ outcome: 'flagged', why });

/**
 * Brings the log of payments level with the provider after a restore to an earlier point (operators.md, "Upgrade, backup, restore"): what
 * was paid, returned or taken after the backup is booked under the ids of then, so that the same money never moves twice. May be repeated:
 * each booking has the command id of what it books. Run it before the processes of payments start.
 */
export class Reconciliation {
  constructor(
    private readonly streams: MoneyStreams,
    private readonly books: ProviderBooks,
    private readonly payerOf: PayerOf,
  ) {}

  /** Compares everything since an instant of business time; the findings come in the order of the bookings. */
  async *run(since: Instant): AsyncIterable<Finding> {
    for (const payout of await this.books.payoutsSince(since)) {
      const { providerPayoutId: id, reference } = payout;
      yield { kind: 'payout_taken', id, reference, ...(await this.judged(() => this.takenPayout(payout))) };
    }
    for await (const movement of this.books.movementsSince(since)) {
      const { kind, id, reference } = movement;
      yield { kind, id, reference, ...(await this.judged(() => this.movement(movement))) };
    }
  }

  /** What a decider refuses cannot be booked: its code says why. */
  private async judged(judge: () => Promise<Verdict>): Promise<Verdict> {
    try {
      return await judge();
    } catch (error) {
      if (!isDomainError(error)) throw error;
      return flagged(error.code);
    }
  }

  private movement(movement: Movement): Promise<Verdict> {
    switch (movement.kind) {
      case 'capture':
        return this.capture(movement);
      case 'refund':
        return this.refund(movement);
      case 'payout':
      case 'payout_return':
        return this.payoutMoved(movement.kind, movement);
    }
  }

  /** The wallet still shows money that has left: the payout is created again under its own id, and its effect repeats its first answer. */
  private async takenPayout({ reference, destinationId, amount, createdAt: at, status }: TakenPayout): Promise<Verdict> {
    const told = parseReference(reference);
    if (told?.kind !== 'payout') return flagged('foreign_reference');
    const { partyId, payoutId } = told;
    const [wallet, method, party] = await Promise.all([
      this.streams.wallets.load(partyId),
      this.streams.methods.load(partyId),
      this.streams.parties.load(partyId),
    ]);
    if (wallet.state.payouts[payoutId]) return known;
    // Refused payouts moved nothing.
    if (status === 'refused') return known;
    const { destination } = method.state;
    if (!destination) return flagged('destination_unknown');
    // It was allowed when it was made; what holds today cannot call it back.
    const gate = { ...payoutGate(party.state), withdraw: 'open', missing: [], restricted: [] } as const;
    const data = { payoutId, amount, destinationId, method: destination.method, usableFrom: at, gate, at };
    await this.book(partyId, { type: 'CreatePayout', data }, `payout-taken/${payoutId}`, at);
    return booked;
  }

  private async payoutMoved(kind: 'payout' | 'payout_return', { reference, at }: Movement): Promise<Verdict> {
    const told = parseReference(reference);
    if (told?.kind !== 'payout') return flagged('foreign_reference');
    const { partyId, payoutId } = told;
    const status = (await this.streams.wallets.load(partyId)).state.payouts[payoutId]?.status;
    if (status === undefined) return flagged('payout_unknown');
    if (status === 'failed' || (kind === 'payout' && status === 'paid')) return known;
    const command: WalletCommand =
      kind === 'payout'
        ? { type: 'SettlePayout', data: { payoutId, at } }
        : { type: 'ReturnPayout', data: { payoutId, reasonCode: 'account_closed' } };
    await this.book(partyId, command, `${kind}/${payoutId}`, at);
    return booked;
  }

  /** A charge whose funding the log forgot goes back to its payer: what it was for may not be there any more. */
  private async capture({ id: chargeId, reference, amount, at }: Movement): Promise<Verdict> {
    const told = parseReference(reference);
    if (told?.kind !== 'charge') return flagged('foreign_reference');
    const { fundingId } = told;
    const funding = (await this.streams.fundings.load(fundingId)).state;
    const partyId = funding.opened?.clientPartyId ?? (await this.payerOf(await this.books.instrumentOf(chargeId)));
    if (partyId === null) return flagged('instrument_unknown');
    if ((await this.streams.wallets.load(partyId)).state.charges.includes(chargeId)) return known;
    if (LIVING.has(funding.status)) return { outcome: 'carried-on' };
    const captured = { partyId, fundingId, chargeId, provider: PROVIDER, amount, at };
    await this.book(partyId, { type: 'CaptureCharge', data: captured }, `capture/${chargeId}`, at);
    const refund = { refundId: deriveId(chargeId, 'late'), chargeId, provider: PROVIDER, amount };
    await this.book(partyId, { type: 'RefundInstrument', data: refund }, `give-back/${chargeId}`, at);
    return booked;
  }

  private async refund({ reference, amount, at }: Movement): Promise<Verdict> {
    const told = parseReference(reference);
    if (told?.kind !== 'refund') return flagged('foreign_reference');
    const { partyId, refundId } = told;
    if ((await this.streams.wallets.load(partyId)).state.refundsToInstrument[refundId]) return known;
    const chargeId = await this.books.refundedCharge(reference);
    if (chargeId === null) return flagged('refund_unknown');
    const data = { refundId, chargeId, provider: PROVIDER, amount };
    await this.book(partyId, { type: 'RefundInstrument', data }, `refund/${refundId}`, at);
    return booked;
  }

  private async book(partyId: string, command: WalletCommand, what: string, at: Instant): Promise<void> {
    await this.streams.wallets.handle(partyId, command, contextOf(what, at));
  }
}

const contextOf = (what: string, at: Instant): CommandContext => {
  const commandId = deriveId('reconciliation', what);
  return {
    commandId,
    actor: { kind: 'system', id: 'system:reconciliation' },
    correlationId: commandId,
    causationId: commandId,
    occurredAt: at,
    region: 'global',
  };
};
