import { addDays, type Instant, type Money } from '@guildhall/kernel';
import type { Movement, ProviderBooks, TakenPayout } from './provider-books.port.js';
import { ProviderClient, type ProviderEndpoint } from './provider-client.js';
import { ownId, PREFIX } from './sandbox-ids.js';

type Line = Readonly<{ kind: Movement['kind']; id: string; reference: string; at: Instant; currency: string; gross: string }>;
type SettlementFile = Readonly<{ final: boolean; lines: readonly Line[] }>;
type Payout = Readonly<{
  payoutId: string;
  destinationId: string;
  amount: Money;
  reference: string;
  status: TakenPayout['status'];
  createdAt: Instant;
}>;
type List<T> = Readonly<{ items: readonly T[] }>;

const movementOf = ({ kind, id, reference, at, currency, gross }: Line): Movement => ({
  kind,
  id,
  reference,
  at,
  amount: { amount: gross.replace(/^-/, ''), currency },
});

/** The settlement files and lists of the payment sandbox. */
export class SandboxBooks implements ProviderBooks {
  private readonly client: ProviderClient;

  constructor(endpoint: ProviderEndpoint) {
    this.client = new ProviderClient(endpoint);
  }

  async *movementsSince(instant: Instant): AsyncIterable<Movement> {
    // The provider's own day is the last: its file is the only one that is not final.
    for (let day = instant, final = true; final; day = addDays(day, 1)) {
      const file = await this.client.get<SettlementFile>(`/settlements/${day.slice(0, 10)}?format=json`);
      yield* file.lines.map(movementOf);
      final = file.final;
    }
  }

  async payoutsSince(instant: Instant): Promise<readonly TakenPayout[]> {
    const { items } = await this.client.get<List<Payout>>(`/payouts?createdSince=${encodeURIComponent(instant)}`);
    return items.map(({ payoutId, destinationId, ...rest }) => ({
      providerPayoutId: payoutId,
      destinationId: ownId(PREFIX.destination, destinationId),
      amount: rest.amount,
      reference: rest.reference,
      status: rest.status,
      createdAt: rest.createdAt,
    }));
  }

  async instrumentOf(chargeId: string): Promise<string> {
    const { instrumentId } = await this.client.get<Readonly<{ instrumentId: string }>>(
      `/charges/${encodeURIComponent(chargeId)}`,
    );
    return ownId(PREFIX.instrument, instrumentId);
  }

  async refundedCharge(reference: string): Promise<string | null> {
    type Refund = Readonly<{ chargeId: string }>;
    const { items } = await this.client.get<List<Refund>>(`/refunds?reference=${encodeURIComponent(reference)}`);
    return items[0]?.chargeId ?? null;
  }
}
