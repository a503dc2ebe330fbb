import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { roleIds } from './world/people.js';
import { simulate } from './simulate.js';
import type { Action, Story } from './story/story.js';

const start = '2024-01-01T00:00:00.000Z';
const story = simulate({ seed: 'spec', contracts: 300, days: 90, start });
const of = <K extends Action['kind']>(kind: K, { actions }: Story = story) =>
  actions.filter((action): action is Extract<Action, { kind: K }> => action.kind === kind);

describe('A simulated marketplace', () => {
  it('is the same story for the same seed, and another for another', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 60 }), (seed, contracts, days) => {
        const request = { seed, contracts, days, start };
        expect(simulate(request)).toEqual(simulate(request));
        expect(simulate({ ...request, seed: `${seed}x` }).actions).not.toEqual(simulate(request).actions);
      }),
      { numRuns: 10 },
    );
  });

  it('is numbered without a gap, in order of time, from its start on', () => {
    story.actions.forEach(({ seq, at }, index) => {
      expect(seq).toBe(index + 1);
      expect(at >= (story.actions[index - 1]?.at ?? start)).toBe(true);
    });
  });

  it('shows all nine work roles, all five currencies and every kind of deed', () => {
    expect(new Set(of('publish_gig').map(({ roleId }) => roleId))).toEqual(new Set(roleIds));
    expect(new Set(of('fund').map(({ amount }) => amount.currency))).toEqual(new Set(['USD', 'EUR', 'GBP', 'JPY', 'KWD']));
    expect(new Set(story.actions.map(({ kind }) => kind)).size).toBe(36);
  });

  it('delivers about 70 % on time', () => {
    const first = of('submit').filter(({ version }) => version === 1);
    const onTime = first.filter((submission) => submission.onTime).length / first.length;
    expect(onTime).toBeGreaterThan(0.62);
    expect(onTime).toBeLessThan(0.78);
  });

  it('refuses what it cannot play', () => {
    expect(() => simulate({ seed: '', contracts: 0, days: 1, start })).toThrow('contracts must be a whole number from 1');
    expect(() => simulate({ seed: '', contracts: 1, days: 1.5, start })).toThrow('days must be a whole number');
    expect(() => simulate({ seed: '', contracts: 1, days: 1, start: 'Monday' })).toThrow('start must be an instant');
  });
});

describe('The work of a story', () => {
  it('has no more rounds of changes than a package offers', () => {
    const offered = new Map(
      of('publish_gig').flatMap(({ gigId, packages }) => packages.map((one) => [`${gigId} ${one.tier}`, one.revisions])),
    );
    for (const { contractId, gigId, tier } of of('order_package')) {
      const rounds = of('request_changes').filter((round) => round.contractId === contractId).length;
      expect(rounds).toBeLessThanOrEqual(offered.get(`${gigId} ${tier}`) ?? 0);
    }
  });
});

describe('The people of a story', () => {
  it('sign up before anything else, and are verified before they trade', () => {
    const seen = new Map<string, Set<string>>();
    const staff = ['mediator', 'arbitrator'];
    for (const { actor, kind } of story.actions.filter((action) => !staff.includes(action.actor))) {
      const deeds = seen.get(actor) ?? new Set();
      if (deeds.size === 0) expect(kind).toBe('sign_up');
      if (!['sign_up', 'found_organisation', 'add_instrument', 'add_destination'].includes(kind))
        expect(deeds.has('verify') || kind === 'verify').toBe(true);
      seen.set(actor, deeds.add(kind));
    }
    expect(seen.size).toBe(story.people.length);
  });

  it('have unique addresses under a reserved domain', () => {
    expect(new Set(story.people.map(({ email }) => email)).size).toBe(story.people.length);
    for (const { email } of story.people) expect(email).toMatch(/^[a-z0-9.-]+@guildhall\.example$/);
  });
});

describe('The money of a story', () => {
  const held = new Map<string, bigint>();
  const currency = new Map<string, string>();
  const take = (milestoneId: string, ...amounts: readonly { amount: string; currency: string }[]): void => {
    for (const { amount, currency: paidIn } of amounts) {
      expect(paidIn).toBe(currency.get(milestoneId));
      held.set(milestoneId, (held.get(milestoneId) ?? 0n) - BigInt(amount));
    }
    expect(held.get(milestoneId) ?? -1n).toBeGreaterThanOrEqual(0n);
  };

  it('is held once and leaves the hold exactly once, to the last unit', () => {
    for (const action of story.actions) {
      switch (action.kind) {
        case 'fund':
          if (action.expected === 'refused') break;
          expect(held.has(action.milestoneId)).toBe(false);
          held.set(action.milestoneId, BigInt(action.amount.amount));
          currency.set(action.milestoneId, action.amount.currency);
          break;
        case 'approve':
        case 'let_auto_approve':
        case 'release_part':
          take(action.milestoneId, action.amount);
          break;
        case 'refund':
          if (action.source === 'held') take(action.milestoneId, action.amount);
          break;
        case 'request_cancellation':
          for (const { milestoneId, toFreelancer, toClient } of action.splits) take(milestoneId, toFreelancer, toClient);
          break;
        case 'let_ruling_execute':
        case 'accept_split':
          take(action.milestoneId, action.toFreelancer, action.toClient);
          break;
        case 'propose_mediation': {
          const answers = of('answer_mediation').filter(({ disputeId }) => disputeId === action.disputeId);
          if (answers.every(({ answer }) => answer === 'accept')) take(action.milestoneId, action.toFreelancer, action.toClient);
        }
      }
    }
    expect(held.size).toBeGreaterThan(300);
    expect([...held].filter(([, rest]) => rest !== 0n)).toEqual([]);
  });

  it('is given back after its release only, never after a split', () => {
    const split = new Set([...of('open_dispute').map(({ milestoneId }) => milestoneId)]);
    const returned = of('refund').filter(({ source }) => source === 'released');
    expect(returned.length).toBeGreaterThan(3);
    expect(returned.filter(({ milestoneId }) => split.has(milestoneId))).toEqual([]);
  });

  it('is above the minimum of its currency', () => {
    const minimum: Record<string, bigint> = { USD: 500n, EUR: 500n, GBP: 400n, JPY: 750n, KWD: 1_500n };
    for (const { amount } of of('fund')) expect(BigInt(amount.amount)).toBeGreaterThanOrEqual(minimum[amount.currency] ?? 0n);
  });

  it('is charged to a card that is there when it is asked for, also one that will be refused', () => {
    const cards = new Map(of('add_instrument').map(({ instrumentId, seq }) => [instrumentId, seq]));
    const asks = [...of('order_package'), ...of('sign').filter(({ charges }) => charges !== undefined)];
    for (const { contractId, charges, seq } of asks) {
      const first = of('fund').find((fund) => fund.contractId === contractId);
      expect([first?.instrumentId, first?.attempt]).toEqual([charges, 1]);
      expect(cards.get(charges ?? '')).toBeLessThan(seq);
    }
    expect(of('fund').filter(({ expected }) => expected === 'refused').length).toBeGreaterThan(10);
  });

  it('is paid for an order within its 15 minutes', () => {
    const orders = of('order_package');
    expect(orders.length).toBeGreaterThan(50);
    for (const { contractId, at } of orders) {
      const paid = of('fund').find((fund) => fund.contractId === contractId && fund.expected === 'held');
      expect(Date.parse(paid?.at ?? '') - Date.parse(at)).toBeLessThan(15 * 60_000);
    }
  });
});
