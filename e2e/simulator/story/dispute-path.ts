import { money } from '@guildhall/kernel';
import { simulationPolicy } from '../policy/simulation-policy.js';
import { sharesOf } from '../world/pricing.js';
import type { Settled, Work } from './milestone-path.js';
import type { Script } from './script.js';
import type { Shares } from './story.js';

const { dispute: policy, platform } = simulationPolicy;

/** The client contests all or part of a delivered milestone; afterwards nothing of it is held. */
export function playDispute(script: Script, { contractId, client, freelancer, milestone }: Work, version: number): Settled {
  const { milestoneId, amount } = milestone;
  const { random } = script;
  const total = BigInt(amount.amount);
  const claimed = (total * BigInt(random.outcome(policy.claimPercent))) / 100n;
  const claim = money(claimed, amount.currency);
  const rest = money(total - claimed, amount.currency);
  const dispute = { disputeId: `${milestoneId}/dispute`, contractId, milestoneId };
  const ground = random.pick(['not_as_described', 'incomplete', 'late_beyond_use']);
  script.act(client.person, 'normal', { kind: 'open_dispute', ...dispute, amount: claim, ground });

  const releaseFirst = claimed < total && random.chance(policy.releaseUndisputed);
  if (releaseFirst) script.act(client.person, 'quick', { kind: 'release_part', contractId, milestoneId, amount: rest });
  const path = random.outcome(policy.path);
  const percent = path === 'silence' ? 0 : random.pick(policy.rulingPercents);
  const shares = sharesOf(claim, percent);

  switch (path) {
    case 'silence': {
      // Five business days of the respondent; the silent side loses the claim. The day after is certainly past them.
      const lastDay = script.workingDaysLater(freelancer.person, platform.respondBusinessDays + 1);
      script.actAt(freelancer.person.id, Date.parse(`${lastDay}T00:00:00Z`) + 86_400_000, {
        kind: 'let_dispute_default',
        ...dispute,
        ...shares,
      });
      break;
    }
    case 'settled':
      respond(script, freelancer.person, dispute);
      script.act(freelancer.person, 'quick', { kind: 'offer_split', ...dispute, ...shares });
      script.act(client.person, 'quick', { kind: 'accept_split', ...dispute, ...shares });
      break;
    case 'mediated':
      mediate(script, { client, freelancer }, dispute, shares);
      script.act(client.person, 'quick', { kind: 'answer_mediation', ...dispute, answer: 'accept' });
      script.act(freelancer.person, 'quick', { kind: 'answer_mediation', ...dispute, answer: 'accept' });
      break;
    case 'ruled':
      mediate(script, { client, freelancer }, dispute, sharesOf(claim, 50));
      script.act(client.person, 'quick', { kind: 'answer_mediation', ...dispute, answer: 'reject' });
      script.act(client.person, 'quick', { kind: 'agree_arbitration', ...dispute });
      script.act(freelancer.person, 'quick', { kind: 'agree_arbitration', ...dispute });
      // Evidence stays open for five days; the arbitrator rules after it.
      script.actAt('arbitrator', script.deadlineAfter(5), {
        kind: 'rule',
        ...dispute,
        freelancerPercent: percent,
        ...shares,
        reasons: `${percent} % of the disputed part was delivered as agreed`,
      });
  }
  const waits = path === 'silence' || path === 'ruled';
  if (waits)
    script.actAt(client.person.id, script.deadlineAfter(platform.rulingWindowDays), {
      kind: 'let_ruling_execute',
      ...dispute,
      ...shares,
    });
  if (claimed < total && !releaseFirst)
    script.act(client.person, 'normal', { kind: 'approve', contractId, milestoneId, version, amount: rest });
  return { gross: total - BigInt(shares.toClient.amount), by: 'split' };
}

type DisputeKey = { readonly disputeId: string; readonly contractId: string; readonly milestoneId: string };

function respond(script: Script, person: Work['freelancer']['person'], dispute: DisputeKey): void {
  // Well inside five business days: the first working hours after a short while.
  script.act(person, 'quick', { kind: 'respond_to_dispute', ...dispute, statement: 'The work follows the agreed criteria' });
}

function mediate(
  script: Script,
  { client, freelancer }: Pick<Work, 'client' | 'freelancer'>,
  dispute: DisputeKey,
  shares: Shares,
): void {
  respond(script, freelancer.person, dispute);
  script.act(client.person, 'quick', { kind: 'ask_mediation', ...dispute });
  script.act(freelancer.person, 'quick', { kind: 'ask_mediation', ...dispute });
  script.actAt('mediator', script.now + 86_400_000, {
    kind: 'propose_mediation',
    ...dispute,
    ...shares,
    reasons: 'Both sides carry part of the misunderstanding',
  });
}
