import { money, type Money } from '@guildhall/kernel';
import { simulationPolicy } from '../policy/simulation-policy.js';
import { playDispute } from './dispute-path.js';
import type { Member } from './onboarding.js';
import type { Pace, Script } from './script.js';
import type { PlannedMilestone } from './story.js';

const DAY_MS = 86_400_000;

export type Pair = { readonly contractId: string; readonly client: Member; readonly freelancer: Member };
/** Work under way on one milestone. */
export type Work = Pair & {
  readonly milestone: PlannedMilestone;
  readonly criteria: readonly string[];
  /** Rounds of changes that are agreed. */
  readonly revisions: number;
};
/** `gross` minor units reached the freelancer: by release, or by a split that nobody undoes. */
export type Settled = { readonly gross: bigint; readonly by: 'release' | 'split' };

/** The cards that a milestone is charged to, in turn: the last one pays. */
export type Cards = readonly [string] | readonly [refused: string, paying: string];

/** Now and then the first card will be refused. It is there before the money is asked for: asking charges it at once. */
export function chooseCards(script: Script, { person, instrumentId: paying }: Member, milestoneId: string): Cards {
  if (!script.random.chance(simulationPolicy.refusedCard)) return [paying];
  const instrumentId = `${milestoneId}/refused-card`;
  const holderName = person.organisation?.name ?? person.name;
  script.act(person, 'quick', { kind: 'add_instrument', instrumentId, testToken: 'tok_refuse_authorise', holderName });
  return [instrumentId, paying];
}

/** Puts the money aside. */
export function fundMilestone(script: Script, { contractId, client, milestone }: Work, cards: Cards, pace: Pace): void {
  const { milestoneId, amount } = milestone;
  cards.forEach((instrumentId, index) => {
    const expected = index === cards.length - 1 ? 'held' : 'refused';
    script.act(client.person, pace, {
      kind: 'fund',
      contractId,
      milestoneId,
      amount,
      instrumentId,
      attempt: index + 1,
      expected,
    });
  });
}

/** From the start of work to the last unit of the hold. */
export function playMilestone(script: Script, work: Work): Settled {
  const { client, freelancer, contractId, milestone, criteria, revisions } = work;
  const { random } = script;
  const { milestoneId, amount } = milestone;
  script.act(freelancer.person, 'quick', { kind: 'start', contractId, milestoneId });
  submit(script, work, 1, deliveryDay(script, milestone.dueAt));
  const rounds = Math.min(revisions, Number(random.outcome(simulationPolicy.changeRounds)));
  for (let version = 1; version <= rounds; version += 1) {
    script.act(client.person, 'normal', {
      kind: 'request_changes',
      contractId,
      milestoneId,
      version,
      criteria: random.sample(criteria, 1),
    });
    submit(script, work, version + 1, script.workingDaysLater(freelancer.person, random.int(1, 3)));
  }
  const version = rounds + 1;
  const total = BigInt(amount.amount);
  const part = (percent: number): Money => money((total * BigInt(percent)) / 100n, amount.currency);
  const approve = (rest: Money): void =>
    script.act(client.person, 'slow', { kind: 'approve', contractId, milestoneId, version, amount: rest });

  const ending = random.outcome(simulationPolicy.ending);
  switch (ending) {
    case 'approve':
      approve(amount);
      return { gross: total, by: 'release' };
    case 'auto_approve':
      // Silence of 14 days ends at 24:00 UTC of day 14 after the last submission.
      script.actAt(client.person.id, script.deadlineAfter(simulationPolicy.platform.autoApproveDays), {
        kind: 'let_auto_approve',
        contractId,
        milestoneId,
        version,
        amount,
      });
      return { gross: total, by: 'release' };
    case 'part_then_approve': {
      const first = part(random.pick([25, 40, 50]));
      script.act(client.person, 'normal', { kind: 'release_part', contractId, milestoneId, amount: first });
      approve(money(total - BigInt(first.amount), amount.currency));
      return { gross: total, by: 'release' };
    }
    case 'refund_held': {
      const back = part(random.pick([10, 20, 100]));
      script.act(freelancer.person, 'normal', {
        kind: 'refund',
        contractId,
        milestoneId,
        amount: back,
        source: 'held',
        reasonCode: 'scope_reduced',
      });
      const rest = total - BigInt(back.amount);
      if (rest > 0n) approve(money(rest, amount.currency));
      return { gross: rest, by: 'release' };
    }
    case 'dispute':
      return playDispute(script, work, version);
  }
}

/** A freelancer may give money back after it was released, as long as it is still in the security hold. */
export function maybeRefundAfterRelease(script: Script, { contractId, freelancer, milestone }: Work, settled: Settled): Settled {
  const back = settled.gross / 4n;
  if (back === 0n || settled.by === 'split' || !script.random.chance(simulationPolicy.refundAfterRelease)) return settled;
  const amount = money(back, milestone.amount.currency);
  const refund = {
    kind: 'refund',
    contractId,
    milestoneId: milestone.milestoneId,
    amount,
    source: 'released',
    reasonCode: 'goodwill',
  } as const;
  script.act(freelancer.person, 'normal', refund);
  return { ...settled, gross: settled.gross - back };
}

/** 70 % are on time, spread over the second half of what is left; the others are late by some days. */
function deliveryDay(script: Script, dueAt: string): string {
  const { random } = script;
  const due = Date.parse(dueAt);
  const at = random.chance(simulationPolicy.onTime)
    ? script.now + Math.max(0, due - DAY_MS - script.now) * (0.5 + random.next() / 2)
    : Math.max(due, script.now) + (1 + random.exponential(simulationPolicy.lateMeanDays)) * DAY_MS;
  return new Date(at).toISOString().slice(0, 10);
}

function submit(script: Script, { contractId, freelancer, milestone }: Work, version: number, day: string): void {
  const { milestoneId, title, dueAt } = milestone;
  const contentHash = `sha256:${script.random.hex(64)}`;
  const note = `Version ${version} of ${title}`;
  const at = script.momentOn(freelancer.person, day);
  const onTime = at <= Date.parse(dueAt);
  script.actAt(freelancer.person.id, at, { kind: 'submit', contractId, milestoneId, version, contentHash, note, onTime });
}
