import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ContractMoney } from '../domain/world/contract-money.factory.js';
import { MoneyWorld } from '../domain/world/money-world.factory.js';
import { PlainModel } from '../domain/world/plain-model.factory.js';
import { checkLedger } from './ledger-check.js';
import { logOf } from './story.factory.js';

type Milestone = PlainModel['milestones'][string];
const MILESTONES = { 'K/M': 'fees', 'K/X': 'none', 'L/M': 'fees', 'L/N': 'fees' } as const;
type Name = keyof typeof MILESTONES;
const CLIENTS = { K: 'C', L: 'D' } as const;

const centsOf = (minor: bigint): string => (Number(minor) / 100).toFixed(2);

/** The product: contracts K (client C) and L (client D) of freelancer F, legs delivered in an order drawn by the generator. */
class Real {
  readonly world = new MoneyWorld();
  readonly contracts = {
    K: new ContractMoney(this.world, 'K', 'USD', 'C').sign({ M: 'deliverable', X: 'expense' }),
    L: new ContractMoney(this.world, 'L', 'USD', 'D').sign({ M: 'deliverable', N: 'deliverable' }),
  };
  private draws = 0;

  constructor(private readonly order: readonly number[]) {}

  of(name: Name): readonly [ContractMoney, string] {
    const [contract, milestoneId = ''] = name.split('/');
    return [this.contracts[contract as keyof typeof CLIENTS], milestoneId];
  }

  /** Delivers every leg, in a drawn order, some of them twice. */
  settle(): void {
    for (let repeats = 0; this.world.inbox.length > 0;) {
      const draw = this.draw();
      const again = draw % 5 === 0 && repeats < 50;
      repeats += again ? 1 : 0;
      this.world.deliver(draw, again ? 'again' : 'once');
    }
  }

  private draw(): number {
    this.draws += 1;
    return this.order[this.draws % this.order.length] ?? 0;
  }
}

const account = (real: Real, name: string): bigint => real.world.balance(name);
const wallet = (real: Real, part: string): bigint => account(real, `wallet:F:${part}`);
const worth = (real: Real): bigint =>
  wallet(real, 'pending') + wallet(real, 'available') + wallet(real, 'frozen') + wallet(real, 'owed');

const expectSame = (model: PlainModel, real: Real): void => {
  const held = Object.fromEntries(
    Object.keys(MILESTONES).map((name) => {
      const path = `escrow:${name.replace('/', ':')}`;
      return [name, [account(real, path), account(real, `${path}:frozen`)]];
    }),
  );
  expect({
    held,
    funding: [account(real, 'wallet:C:funding'), account(real, 'wallet:D:funding')],
    fees: [account(real, 'revenue:client_fee'), account(real, 'revenue:freelancer_fee')],
    worth: worth(real),
  }).toEqual({
    held: Object.fromEntries(Object.entries(model.milestones).map(([name, m]) => [name, [m.held, m.dispute?.held ?? 0n]])),
    funding: [model.clients.C?.funding, model.clients.D?.funding],
    fees: [model.clientFees, model.freelancerFees],
    worth: model.worth,
  });
};

/** One act on one milestone, in the model and in the product; `id` is new each time. */
type Act = (milestone: Milestone, model: PlainModel, real: Real, name: Name, id: string) => void;

class Step implements fc.Command<PlainModel, Real> {
  constructor(
    private readonly label: string,
    private readonly name: Name,
    private readonly act: Act,
    private readonly worthwhile: (milestone: Milestone) => boolean,
  ) {}
  check = (): boolean => true;
  run(model: PlainModel, real: Real): void {
    const others = Object.keys(MILESTONES) as Name[];
    const of = (name: Name): Milestone => model.milestones[name] as Milestone;
    const name = [this.name, ...others].find((candidate) => this.worthwhile(of(candidate))) ?? this.name;
    this.act(of(name), model, real, name, `${this.label}-${real.world.log.length}`);
    real.settle();
    expectSame(model, real);
  }
  toString = (): string => `${this.label}(${this.name})`;
}

const refusals = ({ world }: Real): number => world.all('InstructionRefused').length;
/** The product refuses exactly what the model refuses. */
const expectAnswer = (real: Real, before: number, fits: boolean): void => {
  real.settle();
  expect(refusals(real) - before).toBe(fits ? 0 : 1);
};

/** A part of what is there, in percent, sometimes a bit more than all of it; never nothing. */
const partOf = (base: bigint, percent: bigint): bigint => (base * percent) / 100n + 1n;
const grossOf = (parts: readonly Readonly<{ gross: bigint }>[]): bigint => parts.reduce((sum, { gross }) => sum + gross, 0n);
const disputed = ({ dispute }: Milestone): bigint => (dispute ? dispute.held + grossOf(dispute.released) : 0n);

const fund =
  (minor: bigint): Act =>
  (milestone, model, real, name) => {
    const [contract, milestoneId] = real.of(name);
    contract.fund({ [milestoneId]: centsOf(minor) });
    model.fund(milestone, minor);
  };
const release =
  (percent: bigint): Act =>
  (milestone, model, real, name, id) => {
    const minor = partOf(milestone.held + (milestone.dispute?.held ?? 0n), percent);
    const [contract, milestoneId] = real.of(name);
    const before = refusals(real);
    contract.release(milestoneId, centsOf(minor), id);
    expectAnswer(real, before, model.release(milestone, id, minor));
  };
const refundHeld =
  (percent: bigint): Act =>
  (milestone, model, real, name, id) => {
    const minor = partOf(milestone.held, percent);
    const [contract, milestoneId] = real.of(name);
    const before = refusals(real);
    contract.refund(milestoneId, centsOf(minor), 'held', id);
    expectAnswer(real, before, model.refundHeld(milestone, minor));
  };
const refundReleased =
  (percent: bigint): Act =>
  (milestone, model, real, name, id) => {
    const minor = partOf(grossOf(milestone.released), percent);
    const [contract, milestoneId] = real.of(name);
    const [before, available] = [refusals(real), wallet(real, 'available')];
    contract.refund(milestoneId, centsOf(minor), 'released', id);
    real.settle();
    const price = model.priceOf(milestone, minor);
    const took = refusals(real) === before;
    if (price === null) expect(took).toBe(false);
    // What the release still has pending pays first, so only a wallet without the money may refuse.
    if (price !== null && !took) expect(price).toBeGreaterThan(available);
    if (price !== null && took) model.refundReleased(milestone, minor);
  };
const dispute =
  (percent: bigint): Act =>
  (milestone, model, real, name, id) => {
    const minor = partOf(milestone.held + grossOf(milestone.released), percent);
    const [contract, milestoneId] = real.of(name);
    if (milestone.dispute) return;
    contract.dispute(milestoneId, centsOf(minor), `${name}-${id}`);
    model.freeze(milestone, minor);
    real.settle();
    const found = real.world.last('FreezeCompleted');
    const released = milestone.dispute as { held: bigint; released: { gross: bigint }[] } | null;
    expect(BigInt(found.amount.amount)).toBe(
      (released?.held ?? 0n) + (released?.released ?? []).reduce((sum, { gross }) => sum + gross, 0n),
    );
  };
const openDispute = (real: Real, name: Name): string | undefined =>
  [...real.world.all('FreezeStarted')].reverse().find(({ disputeId }) => disputeId.startsWith(`${name}-`))?.disputeId;
const rule =
  (percent: bigint, share: bigint): Act =>
  (milestone, model, real, name, id) => {
    const minor = partOf(disputed(milestone), percent);
    const toClient = (minor * share) / 100n;
    const toFreelancer = minor - toClient;
    const [contract, milestoneId] = real.of(name);
    const before = refusals(real);
    const disputeId = openDispute(real, name) ?? 'none';
    contract.split(milestoneId, centsOf(toFreelancer), centsOf(toClient), { splitId: id, disputeId });
    expectAnswer(real, before, model.split(milestone, id, toFreelancer, toClient, 'dispute'));
  };
const agree =
  (percent: bigint, share: bigint): Act =>
  (milestone, model, real, name, id) => {
    const minor = partOf(milestone.held, percent);
    const toClient = (minor * share) / 100n;
    const toFreelancer = minor - toClient;
    const [contract, milestoneId] = real.of(name);
    const before = refusals(real);
    contract.split(milestoneId, centsOf(toFreelancer), centsOf(toClient), { splitId: id });
    expectAnswer(real, before, model.split(milestone, id, toFreelancer, toClient, 'hold'));
  };
const close: Act = (milestone, model, real, name) => {
  const disputeId = openDispute(real, name);
  if (disputeId === undefined || !milestone.dispute) return;
  real.of(name)[0].closeDispute(disputeId);
  model.close(milestone);
};
const clear: Act = (_milestone, _model, real, name) => void real.of(name)[0].clear();
type Payment = 'paid' | 'returned' | 'paid and returned';
const payOut =
  (percent: bigint, end: Payment): Act =>
  (_milestone, model, real, name, id) => {
    const minor = partOf(wallet(real, 'available'), percent);
    const contract = real.of(name)[0];
    const covered = minor >= 1_000n && minor <= wallet(real, 'available');
    expect(typeof contract.payout(centsOf(minor), id)).toBe(covered ? 'object' : 'string');
    if (!covered) return;
    if (end !== 'returned') contract.settlePayout(id);
    if (end === 'paid') model.worth -= minor;
    else contract.returnPayout(id);
  };

/** Everything is taken out, so that what is claimed later makes a shortfall or a debt. */
const drain: Act = (_milestone, model, real, name, id) => {
  const contract = real.of(name)[0].clear();
  const minor = wallet(real, 'available');
  if (minor < 1_000n) return;
  contract.payout(centsOf(minor), id);
  contract.settlePayout(id);
  model.worth -= minor;
};
/** Money that comes back long after it was paid: it fills what open freezes lack first. */
const returnLast: Act = (_milestone, model, real, name) => {
  const { world } = real;
  const back = new Set(world.all('PayoutReturned').map(({ payoutId }) => payoutId));
  const paid = world.all('PayoutSettled').find(({ payoutId }) => !back.has(payoutId));
  if (!paid) return;
  real.of(name)[0].returnPayout(paid.payoutId);
  model.worth += BigInt(paid.amount.amount);
};

const minor = fc.oneof(fc.bigInt(1n, 1_000n), fc.bigInt(1_000n, 70_000n), fc.bigInt(50_000n, 1_200_000n));
const percent = fc.bigInt(1n, 101n);
const share = fc.oneof(fc.bigInt(0n, 100n), fc.constantFrom(0n, 100n));
const name = fc.constantFrom<Name>('K/M', 'K/M', 'K/M', 'K/X', 'L/M', 'L/N');
/** Acts go where there is something to do, if anywhere: most of them shall succeed. */
const step = (label: string, act: fc.Arbitrary<Act>, worthwhile = (_milestone: Milestone): boolean => true): fc.Arbitrary<Step> =>
  fc.tuple(name, act).map(([milestone, chosen]) => new Step(label, milestone, chosen, worthwhile));
const isHeld = ({ held }: Milestone): boolean => held > 0n;
const isReleased = ({ released }: Milestone): boolean => grossOf(released) > 0n;
const isDisputed = ({ dispute }: Milestone): boolean => dispute !== null;
const isDisputable = (milestone: Milestone): boolean => isReleased(milestone) && !isDisputed(milestone);
const steps = [
  step('fund', minor.map(fund)),
  step('release', percent.map(release), isHeld),
  step('release frozen money', percent.map(release), isDisputed),
  step('refund held', percent.map(refundHeld), isHeld),
  step('refund released', percent.map(refundReleased), isReleased),
  step('dispute', percent.map(dispute), isDisputable),
  step(
    'rule',
    fc.tuple(percent, share).map(([part, toClient]) => rule(part, toClient)),
    isDisputed,
  ),
  step(
    'agree',
    fc.tuple(percent, share).map(([part, toClient]) => agree(part, toClient)),
    isHeld,
  ),
  step('close', fc.constant(close), isDisputed),
  step('clear', fc.constant(clear)),
  step(
    'pay out',
    fc.tuple(percent, fc.constantFrom<Payment>('paid', 'returned', 'paid and returned')).map(([part, end]) => payOut(part, end)),
  ),
  step('drain', fc.constant(drain)),
  step('return', fc.constant(returnLast)),
];
/** Two milestones are funded from the start. */
const start = (order: readonly number[]): { model: PlainModel; real: Real } => {
  const [model, real] = [new PlainModel(), new Real(order)];
  for (const [milestone, fees] of Object.entries(MILESTONES))
    model.plan(milestone, CLIENTS[milestone[0] as keyof typeof CLIENTS], fees);
  for (const funded of ['K/M', 'L/M'] as const) fund(80_000n)(model.milestones[funded] as Milestone, model, real, funded, funded);
  return { model, real };
};

describe('Money over several contracts', () => {
  it('is what a plain model says after every act, whatever the order and number of deliveries of its legs', () =>
    fc.assert(
      fc.property(
        fc.commands(steps, { maxCommands: 50, size: 'max' }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 40 }),
        (commands, order) => {
          const begun = start(order);
          fc.modelRun(() => begun, commands);
          const { now } = begun.real.world;
          expect(checkLedger(logOf(begun.real.world), { businessNow: now, wallNow: now }).violations).toEqual([]);
        },
      ),
      { numRuns: 100 },
    ));
});
