import { createHash } from 'node:crypto';
import type { Money } from '@guildhall/kernel';
import { eventually, type Person } from '@guildhall/local';
import { acceptAward, award, clausesOf, type Deal } from './brief.js';

export type MilestoneView = Readonly<{
  milestoneId: string;
  state: string;
  amount: Money;
  held: Money;
  released: Money;
  refunded: Money;
  autoApproveAt?: string;
  deliverables: readonly Readonly<{ version: number; contentHash: string }>[];
  dispute?: Readonly<{ disputeId: string; amount: Money }>;
}>;
export type ContractView = Readonly<{
  contractId: string;
  state: string;
  milestones: readonly MilestoneView[];
  endReason?: string;
  allowed: readonly string[];
}>;

export const contentHash = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** A contract seen from both sides; every act goes over HTTP, effects in other services are awaited by condition. */
export class ContractInPlay {
  constructor(
    readonly client: Person,
    readonly freelancer: Person,
    readonly contractId: string,
    readonly milestoneIds: readonly string[],
  ) {}

  milestoneId(index = 0): string {
    const id = this.milestoneIds[index];
    if (id === undefined) throw new Error(`The contract has no milestone ${String(index)}`);
    return id;
  }

  view(): Promise<ContractView> {
    return this.client.get<ContractView>(`/contracts/${this.contractId}`);
  }

  /** Waits until a milestone is in one of these states. */
  reached(states: readonly string[], index = 0, deadlineMs = 30_000): Promise<MilestoneView> {
    return eventually(
      `milestone ${String(index)} of ${this.contractId} ${states.join(' or ')}`,
      async () => {
        const milestone = (await this.view()).milestones[index];
        if (milestone && states.includes(milestone.state)) return milestone;
        throw new Error(`it is ${milestone?.state ?? 'missing'}`);
      },
      deadlineMs,
    );
  }

  ended(deadlineMs = 30_000): Promise<ContractView> {
    return eventually(
      `the end of ${this.contractId}`,
      async () => {
        const view = await this.view();
        if (view.state === 'ended') return view;
        throw new Error(`it is ${view.state}: ${view.milestones.map(({ state }) => state).join(', ')}`);
      },
      deadlineMs,
    );
  }

  funded(index = 0): Promise<MilestoneView> {
    return this.reached(['funded', 'in_progress'], index);
  }

  async submit(text: string, index = 0): Promise<number> {
    const path = `/contracts/${this.contractId}/milestones/${this.milestoneId(index)}/submissions`;
    const { deliverableVersion } = await this.freelancer.post<{ deliverableVersion: number }>(path, {
      contentHash: contentHash(text),
    });
    return deliverableVersion;
  }

  requestChanges(deliverableVersion: number, index = 0): Promise<object> {
    const path = `/contracts/${this.contractId}/milestones/${this.milestoneId(index)}/change-requests`;
    return this.client.post(path, { deliverableVersion, criteriaIds: ['titles'], note: 'The titles are too long.' });
  }

  approve(deliverableVersion: number, text: string, index = 0): Promise<object> {
    const path = `/contracts/${this.contractId}/milestones/${this.milestoneId(index)}/approvals`;
    return this.client.post(path, { deliverableVersion, contentHash: contentHash(text) });
  }

  releasePart(amount: Money, index = 0): Promise<object> {
    return this.client.post(`/contracts/${this.contractId}/milestones/${this.milestoneId(index)}/partial-releases`, { amount });
  }

  giveBack(amount: Money, source: 'held' | 'released', index = 0): Promise<Readonly<{ refundId: string }>> {
    return this.freelancer.post(`/contracts/${this.contractId}/milestones/${this.milestoneId(index)}/give-backs`, {
      amount,
      source,
    });
  }
}

/** A contract as it is born of an award: drafted, with the clauses of the proposal. */
export const draftContract = async (client: Person, freelancer: Person, deal: Deal): Promise<string> => {
  const contractId = await acceptAward(freelancer, await award(client, freelancer, deal));
  await eventually(
    'the draft in contracts',
    async () => (await client.get<ContractView>(`/contracts/${contractId}`)).state === 'drafted' || undefined,
  );
  return contractId;
};

/** The clauses of a deal as they are drafted in a contract. */
export const termsOf = (deal: Deal) => ({ ...clausesOf(deal), funding: deal.funding ?? 'next' });

/** Offers a draft; answers the hash that both sides sign. */
export const offerContract = async (client: Person, contractId: string): Promise<string> =>
  (await client.post<{ termsHash: string }>(`/contracts/${contractId}/offer`)).termsHash;

/** From a brief to a signed contract: published, proposed, awarded, accepted, offered, signed by both. */
export const hire = async (client: Person, freelancer: Person, deal: Deal): Promise<ContractInPlay> => {
  const contractId = await draftContract(client, freelancer, deal);
  if (deal.funding === 'all') await client.post(`/contracts/${contractId}/terms`, termsOf(deal));
  const termsHash = await offerContract(client, contractId);
  await client.post(`/contracts/${contractId}/signatures`, { termsHash });
  await freelancer.post(`/contracts/${contractId}/signatures`, { termsHash });
  const { milestones } = await client.get<ContractView>(`/contracts/${contractId}`);
  return new ContractInPlay(
    client,
    freelancer,
    contractId,
    milestones.map(({ milestoneId }) => milestoneId),
  );
};
