import { eventually, type Person } from '@guildhall/local';
import { contentHashOf, contractHistory, type ContractHistory } from '../histories/contract-history.js';
import { preloadAtOnce, withLog } from '../histories/preload.js';
import { byClients } from '../measure/load.js';
import type { Platform } from './platform.js';

/** Where the only milestone stands: work may be handed in, or waits for the client. */
export type Stage = 'submittable' | 'submitted';
export type PooledContract = Readonly<{ contractId: string; milestoneId: string; freelancer: Person; version: number }>;

type View = Readonly<{ milestones: readonly Readonly<{ state: string }>[] }>;

const SETTERS_UP = 8;
const FUNDING_DEADLINE_MS = 300_000;

const textOf = ({ contractId }: PooledContract, version: number): string => `${contractId} version ${String(version)}`;
export const milestonePath = ({ contractId, milestoneId }: PooledContract): string =>
  `/contracts/${contractId}/milestones/${milestoneId}`;
/** Body of the next submission of a contract. */
export const submissionOf = (contract: PooledContract): object => ({
  contentHash: contentHashOf(textOf(contract, contract.version + 1)),
});
/** Body of an approval of the latest version. */
export const approvalOf = (contract: PooledContract): object => ({
  deliverableVersion: contract.version,
  contentHash: contentHashOf(textOf(contract, contract.version)),
});

/**
 * Contracts that benches take and give back in their new stage. New ones are written up to the second signature; from there on
 * everything is real: payments charges the client's instrument, holds the money and tells contracts, which then takes work.
 */
export class ContractPool {
  private readonly stages: Readonly<Record<Stage, PooledContract[]>> = { submittable: [], submitted: [] };
  private made = 0;

  constructor(
    private readonly platform: Platform,
    private readonly client: Person,
    private readonly freelancers: readonly Person[],
    private readonly seed: string,
  ) {}

  async take(count: number, stage: Stage): Promise<readonly PooledContract[]> {
    const missing = count - this.stages[stage].length;
    if (missing > 0) await this.fill(stage, missing);
    return this.stages[stage].splice(0, count);
  }

  give(contracts: readonly PooledContract[], stage: Stage): void {
    this.stages[stage].push(...contracts);
  }

  /** Writes signed contracts and waits until the platform has dealt with them. */
  async add(count: number): Promise<void> {
    this.platform.say(`  ${String(count)} contracts are written, and funded by the platform`);
    const written = Array.from({ length: count }, () => this.signed());
    await withLog(this.platform.eventStoreUrl, (log) => preloadAtOnce(log, written.map(({ history }) => history))); // prettier-ignore
    const contracts = written.map(({ contract }) => contract);
    const end = Date.now() + FUNDING_DEADLINE_MS;
    await byClients(SETTERS_UP, contracts, (contract) => this.funded(contract, end - Date.now()));
    this.give(contracts, 'submittable');
    await this.platform.quiet();
  }

  private async fill(stage: Stage, missing: number): Promise<void> {
    switch (stage) {
      case 'submittable':
        return this.add(missing);
      case 'submitted': {
        const taken = await this.take(missing, 'submittable');
        await byClients(SETTERS_UP, taken, async (contract) => {
          await contract.freelancer.post(`${milestonePath(contract)}/submissions`, submissionOf(contract));
        });
        this.give(taken.map((contract) => ({ ...contract, version: contract.version + 1 })), 'submitted'); // prettier-ignore
        await this.platform.quiet();
      }
    }
  }

  private signed(): Readonly<{ history: ContractHistory; contract: PooledContract }> {
    const number = this.made++;
    const freelancer = this.freelancers[number % this.freelancers.length];
    if (!freelancer) throw new Error('A pool needs freelancers');
    const parties = { clientPartyId: this.client.partyId, freelancerPartyId: freelancer.partyId };
    const history = contractHistory(`${this.seed} pool ${String(number)}`, {
      ...parties,
      until: 'signed',
      at: new Date().toISOString(),
    });
    const { contractId, milestoneId } = history;
    return { history, contract: { contractId, milestoneId, freelancer, version: 0 } };
  }

  private async funded({ contractId }: PooledContract, deadlineMs: number): Promise<void> {
    await eventually(
      `funds for ${contractId}`,
      async () => {
        const state = (await this.client.get<View>(`/contracts/${contractId}`)).milestones[0]?.state;
        if (state === 'funded') return true;
        throw new Error(`its milestone is ${state ?? 'missing'}`);
      },
      deadlineMs,
    );
  }
}
