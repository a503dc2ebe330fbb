type Client = { funding: bigint; life: bigint };
type Part = { id: string; gross: bigint };
type Amounts = Record<'funded' | 'paid' | 'back' | 'returned' | 'held' | 'frozen', bigint>;
type Lists = { released: Part[]; deferred: Part[]; dispute: { held: bigint; released: Part[] } | null };
type Milestone = { client: string; fees: 'fees' | 'none' } & Amounts & Lists;
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const total = (parts: Part[]): bigint => parts.reduce((sum, { gross }) => sum + gross, 0n);
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
    const none = { funded: 0n, paid: 0n, back: 0n, returned: 0n, held: 0n, frozen: 0n };
    this.milestones[name] = { client, fees, ...none, released: [], deferred: [], dispute: null };
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
    return total(youngest(m.released, minor, m.dispute?.released)) < minor ? null : minor - this.fee(m, -minor);
  }
  refundReleased = (m: Milestone, minor: bigint): void => this.takeBack(m, youngest(m.released, minor, m.dispute?.released));
  freeze(m: Milestone, minor: bigint): void {
    if (m.dispute) return;
    const held = min(minor, m.held);
    m.dispute = { held, released: youngest(m.released, minor - held) };
    Object.assign(m, { held: m.held - held, frozen: m.frozen + held });
  }
  split(m: Milestone, id: string, toFreelancer: bigint, toClient: bigint, from: 'dispute' | 'hold'): boolean {
    const { dispute } = m;
    if (from === 'hold' ? dispute !== null : dispute === null) return false;
    const here = dispute ? dispute.held : this.unpromised(m);
    if (toFreelancer + toClient > here + total(dispute?.released ?? [])) return false;
    const held = min(toFreelancer + toClient, here);
    const clientHeld = min(toClient, held);
    if (dispute)
      Object.assign(m, { frozen: m.frozen - held, held: m.held + held, dispute: { ...dispute, held: dispute.held - held } });
    m.held -= clientHeld;
    this.giveBack(m, clientHeld);
    this.pay(m, id, held - clientHeld);
    if (dispute && toClient > clientHeld) {
      const taken = youngest([...dispute.released].reverse(), toClient - clientHeld);
      m.dispute = { held: dispute.held - held, released: [] };
      this.takeBack(m, taken);
    }
    let left = m.held + m.frozen;
    m.deferred = m.deferred.map(({ id: release, gross }) => {
      const kept = min(gross, left);
      left -= kept;
      return { id: release, gross: kept };
    });
    return true;
  }
  close(m: Milestone): void {
    const held = m.dispute?.held ?? 0n;
    Object.assign(m, { held: m.held + held, frozen: m.frozen - held, dispute: null });
    for (const { id, gross } of m.deferred.splice(0)) this.pay(m, id, min(gross, m.held));
  }

  private readonly unpromised = (m: Milestone): bigint => m.held + m.frozen - total(m.deferred);
  private readonly clientOf = (m: Milestone): Client => this.clients[m.client] as Client;
  /** Fee on a move of the relationship's lifetime; never below zero, whichever way it moves. */
  private fee(m: Milestone, gross: bigint): bigint {
    const { life } = this.clientOf(m);
    const change = m.fees === 'fees' ? tiered(life + gross) - tiered(life) : 0n;
    return change < 0n ? -change : change;
  }
  private earn(m: Milestone, gross: bigint, fee: bigint): void {
    this.worth += gross - fee;
    this.freelancerFees += fee;
    if (m.fees === 'fees') this.clientOf(m).life += gross;
  }
  private pay(m: Milestone, id: string, gross: bigint): void {
    this.earn(m, gross, this.fee(m, gross));
    m.held -= gross;
    const known = m.released.find((part) => part.id === id);
    if (known) known.gross += gross;
    else if (gross > 0n) m.released.push({ id, gross });
  }
  private takeBack(m: Milestone, parts: Part[]): void {
    const gross = total(parts);
    this.earn(m, -gross, -this.fee(m, -gross));
    for (const { id, gross: part } of parts) for (const known of m.released) if (known.id === id) known.gross -= part;
    this.giveBack(m, gross);
  }
  private giveBack(m: Milestone, minor: bigint): void {
    const due = minor === 0n ? 0n : half(m.paid * (m.returned + minor), m.funded) - m.back;
    const fee = due > 0n ? due : 0n;
    Object.assign(m, { returned: m.returned + minor, back: m.back + fee });
    this.clientFees -= fee;
    this.clientOf(m).funding += minor + fee;
  }
}
