import { money, type Money } from '@guildhall/kernel';
import { simulationPolicy } from '../policy/simulation-policy.js';
import { playDispute } from './dispute-path.js';
import type { Member } from './onboarding.js';
import type { Pace, Script } from './script.js';
import type { PlannedMilestone } from './story.js';

const DAY_MS = 86_400_000;

export type Pair = { readonly contractId: string; readonly client: Member; readonly freelancer: Member };
/** Work under way on one milestone. */
export type Work = Pair & { readonly milestone: PlannedMilestone; readonly criteria: readonly string[] };
/** `gross` minor units reached the freelancer. */
export type Settled = { readonly gross: bigint };

/** Puts the money aside; now and then the first card is refused and another one has to do. */
export function fundMilestone(script: Script, { contractId, client, milestone }: Work, pace: Pace): void {
  const { milestoneId, amount } = milestone;
  const fund = { kind: 'fund', contractId, milestoneId, amount } as const;
  const { random } = script;
  const refused = random.chance(simulationPolicy.refusedCard);
  if (refused) {
    const instrumentId = `${milestoneId}/refused-card`;
    const holderName = client.person.organisation?.name ?? client.person.name;
    script.act(client.person, pace, { kind: 'add_instrument', instrumentId, testToken: 'tok_refuse_authorise', holderName });
    script.act(client.person, pace, { ...fund, instrumentId, attempt: 1, expected: 'refused' });
  }
  script.act(client.person, pace, { ...fund, instrumentId: client.instrumentId, attempt: refused ? 2 : 1, expected: 'held' });
}

/** From the start of work to the last unit of the hold. */
export function playMilestone(script: Script, work: Work): Settled {
  const { client, freelancer, contractId, milestone, criteria } = work;
  const { random } = script;
  const { milestoneId, amount } = milestone;
  script.act(freelancer.person, 'quick', { kind: 'start', contractId, milestoneId });
  submit(script, work, 1, deliveryDay(script, milestone.dueAt));
  const rounds = Number(random.outcome(simulationPolicy.changeRounds));
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
      return { gross: total };
    case 'auto_approve':
      // Silence of 14 days ends at 24:00 UTC of day 14 after the last submission.
      script.actAt(client.person.id, script.deadlineAfter(simulationPolicy.platform.autoApproveDays), {
        kind: 'let_auto_approve',
        contractId,
        milestoneId,
        version,
        amount,
      });
      return { gross: total };
    case 'part_then_approve': {
      const first = part(random.pick([25, 40, 50]));
      script.act(client.person, 'normal', { kind: 'release_part', contractId, milestoneId, amount: first });
      approve(money(total - BigInt(first.amount), amount.currency));
      return { gross: total };
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
      return { gross: rest };
    }
    case 'dispute':
      return playDispute(script, work, version);
  }
}

/** A freelancer may give money back after it was released, as long as it is still in the security hold. */
export function maybeRefundAfterRelease(
  script: Script,
  { contractId, freelancer, milestone }: Work,
  { gross }: Settled,
): Settled {
  const back = gross / 4n;
  if (back === 0n || !script.random.chance(simulationPolicy.refundAfterRelease)) return { gross };
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
  return { gross: gross - back };
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
