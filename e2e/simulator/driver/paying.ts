import { randomUUID } from 'node:crypto';
import { eventually, type Person } from '@guildhall/local';
import type { Action } from '../story/story.js';
import type { Cast } from './cast.js';
import { milestoneOf, milestoneReaches, milestoneView, pathOf, type OnMilestone } from './working.js';

type Fundings = Readonly<{
  items: readonly Readonly<{ fundingId: string; state: string; lines: readonly Readonly<{ milestoneId: string }>[] }>[];
}>;
type Asked = Readonly<{ fundings: readonly Readonly<{ milestoneIds: readonly string[] }>[] }>;

const fundingOf = (cast: Cast, member: Person, on: OnMilestone, states: readonly string[]) =>
  eventually(
    `funding of ${on.milestoneId} ${states.join(' or ')}`,
    async () => {
      const { items } = await member.get<Fundings>(`/payments/contracts/${cast.idOf(on.contractId)}/fundings`);
      const id = milestoneOf(cast, on);
      const funding = items.find(({ lines }) => lines.some(({ milestoneId }) => milestoneId === id));
      if (funding && states.includes(funding.state)) return funding;
      throw new Error(`it is ${funding?.state ?? 'not there'}`);
    },
    30_000,
  );

/** From here on what is asked of this client is charged to this instrument. */
export const chargesTo = async (cast: Cast, actor: string, instrumentId: string): Promise<void> => {
  const client = cast.member(actor);
  await cast.post(client, `/payments/parties/${client.partyId}/instruments/${cast.idOf(instrumentId)}/default`);
};

/** Waits for the provider's answer to a charge, so that the client may choose another instrument for the next one. */
export const isCharged = async (cast: Cast, actor: string, contractId: string): Promise<void> => {
  await fundingOf(cast, cast.member(actor), { contractId, milestoneId: `${contractId}/m1` }, ['failed', 'held']);
};

/** The first funding is asked for by the signature or order; later ones by the client; a second attempt is a retry with another instrument. */
export const funds = async (cast: Cast, action: Extract<Action, { kind: 'fund' }>): Promise<void> => {
  const client = cast.member(action.actor);
  if (action.attempt > 1) {
    const { fundingId } = await fundingOf(cast, client, action, ['failed']);
    await cast.post(client, `/payments/fundings/${fundingId}/retries`, { instrumentId: cast.idOf(action.instrumentId) });
  } else {
    await milestoneView(cast, client, action);
    const { fundings } = await client.get<Asked>(`/contracts/${cast.idOf(action.contractId)}`);
    const asked = fundings.some(({ milestoneIds }) => milestoneIds.includes(milestoneOf(cast, action)));
    if (!asked) {
      await chargesTo(cast, action.actor, action.instrumentId);
      await client.post(`${pathOf(cast, action)}/funding-requests`, {}, { key: randomUUID() });
    }
  }
  if (action.expected === 'refused') await fundingOf(cast, client, action, ['failed']);
  else await milestoneReaches(cast, client, action, ['funded', 'in_progress']);
};
