type Client = { funding: bigint; life: bigint };
type Part = { id: string; gross: bigint };
type Amounts = Record<'funded' | 'paid' | 'back' | 'returned' | 'held', bigint>;
type Lists = { released: Part[]; deferred: Part[]; dispute: { held: bigint; released: Part[] } | null };
type Milestone = { client: string; fees: 'fees' | 'none' } & Amounts & Lists;
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const max0 = (a: bigint): bigint => (a > 0n ? a : 0n);
const total = (parts: Part[]): bigint => parts.reduce((sum, { gross }) => sum + gross, 0n);
const heldOf = (m: Milestone): bigint => m.held + (m.dispute?.held ?? 0n);
const half = (a: bigint, b: bigint): bigint =>
  a / b + ((a % b) * 2n > b || ((a % b) * 2n === b && (a / b) % 2n === 1n) ? 1n : 0n);
const tiered = (life: bigint): bigint => half(5n * life + 5n * min(life, 1_000_000n) + 10n * min(life, 50_000n), 100n);
/** Takes an amount out of parts, the youngest first; what is frozen of a part is left alone. */
const youngest = (parts: Part[], wanted: bigint, locked: Part[] = []): Part[] => {
  let missing = wanted;
  return [...parts].reverse().flatMap(({ id, gross }) => {
    const take = min(missing, gross - total(locked.filter((part) => part.id === id)));
    missing -= take;
    return take > 0n ? [{ id, gross: take }] : [];
  });
};

/** What the money of a marketplace should be, in plain US cents; shares no code with the product. One freelancer, many clients. */
export class PlainModel {
  readonly milestones: Record<string, Milestone> = {};
  readonly clients: Record<string, Client> = {};
  /** Everything the freelancer has, less what is owed; both fees as the platform keeps them. */
  worth = 0n;
  freelancerFees = 0n;
  clientFees = 0n;

  plan(name: string, client: string, fees: 'fees' | 'none'): void {
    const none = { funded: 0n, paid: 0n, back: 0n, returned: 0n, held: 0n, dispute: null };
    this.milestones[name] = { client, fees, ...none, released: [], deferred: [] };
    this.clients[client] = { funding: 0n, life: 0n };
  }
  fund(m: Milestone, minor: bigint): void {
    const fee = m.fees === 'fees' ? half(minor * 5n, 100n) : 0n;
    Object.assign(m, { funded: m.funded + minor, held: m.held + minor, paid: m.paid + fee });
    this.clientFees += fee;
  }
  release(m: Milestone, id: string, minor: bigint): boolean {
    if (minor > this.unpromised(m)) return false;
    const now = min(minor, m.held);
    this.pay(m, id, now);
    if (now < minor) m.deferred.push({ id, gross: minor - now });
    return true;
  }
  refundHeld(m: Milestone, minor: bigint): boolean {
    if (minor > this.unpromised(m) || minor > m.held) return false;
    m.held -= minor;
    this.giveBack(m, minor);
    return true;
  }
  /** What the freelancer must pay for a refund of released money, net; null: it does not fit the releases. */
  priceOf(m: Milestone, minor: bigint): bigint | null {
    return total(youngest(m.released, minor, m.dispute?.released)) < minor ? null : minor + this.fee(m, -minor);
  }
  refundReleased = (m: Milestone, minor: bigint): void => this.takeBack(m, youngest(m.released, minor, m.dispute?.released));
  freeze(m: Milestone, minor: bigint): void {
    const held = min(minor, m.held);
    m.dispute = { held, released: youngest(m.released, minor - held) };
    m.held -= held;
  }
  split(m: Milestone, id: string, toFreelancer: bigint, toClient: bigint, from: 'dispute' | 'hold'): boolean {
    const { held: here, released } = m.dispute ?? { held: this.unpromised(m), released: [] };
    if ((from === 'hold') === (m.dispute !== null) || toFreelancer + toClient > here + total(released)) return false;
    const held = min(toFreelancer + toClient, here);
    const clientHeld = min(toClient, held);
    const taken = youngest([...released].reverse(), toClient - clientHeld);
    m.held += (m.dispute ? held : 0n) - clientHeld;
    if (m.dispute) m.dispute = { held: here - held, released: taken.length > 0 ? [] : released };
    this.giveBack(m, clientHeld);
    this.pay(m, id, held - clientHeld);
    this.takeBack(m, taken);
    let left = heldOf(m);
    for (const part of m.deferred) left -= part.gross = min(part.gross, left);
    return true;
  }
  close(m: Milestone): void {
    Object.assign(m, { held: heldOf(m), dispute: null });
    for (const { id, gross } of m.deferred.splice(0)) this.pay(m, id, min(gross, m.held));
  }

  private readonly unpromised = (m: Milestone): bigint => heldOf(m) - total(m.deferred);
  private readonly clientOf = (m: Milestone): Client => this.clients[m.client] as Client;
  /** Fee on a move of the relationship's lifetime: below zero when it goes back. */
  private fee(m: Milestone, gross: bigint): bigint {
    const { life } = this.clientOf(m);
    return m.fees === 'fees' ? tiered(life + gross) - tiered(life) : 0n;
  }
  private earn(m: Milestone, gross: bigint): void {
    this.worth += gross - this.fee(m, gross);
    this.freelancerFees += this.fee(m, gross);
    this.clientOf(m).life += m.fees === 'fees' ? gross : 0n;
  }
  private pay(m: Milestone, id: string, gross: bigint): void {
    this.earn(m, gross);
    m.held -= gross;
    const known = m.released.find((part) => part.id === id);
    if (known) known.gross += gross;
    else m.released.push({ id, gross });
  }
  private takeBack(m: Milestone, parts: Part[]): void {
    this.earn(m, -total(parts));
    for (const { id, gross } of parts) for (const known of m.released) if (known.id === id) known.gross -= gross;
    this.giveBack(m, total(parts));
  }
  private giveBack(m: Milestone, minor: bigint): void {
    const fee = minor === 0n ? 0n : max0(half(m.paid * (m.returned + minor), m.funded) - m.back);
    Object.assign(m, { returned: m.returned + minor, back: m.back + fee });
    this.clientFees -= fee;
    this.clientOf(m).funding += minor + fee;
  }
}
