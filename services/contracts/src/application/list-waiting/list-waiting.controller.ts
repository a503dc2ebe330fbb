import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get } from '@nestjs/common';
import { sideOf } from '../../domain/contract/contract.state.js';
import { contractsProjection, type ContractDocument } from '../../projections/contracts/contracts.projection.js';
import type { Waiting } from '../../projections/contracts/waiting.js';

/** Contracts looked at for one answer; a party with more of them sees the newest. */
const MOST_CONTRACTS = 500;

/** After every instant. */
const LAST = '~';
const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

type WaitingItem = Readonly<{ contractId: string; side: string; waitsFor: string }> & Partial<Omit<Waiting, 'side' | 'waitsFor'>>;

@Controller('waiting')
export class ListWaitingController {
  constructor(@InjectReadModel(contractsProjection) private readonly model: ReadModel<ContractDocument>) {}

  /** What waits for the party acted for and until when, soonest first; what has no date comes last. */
  @Get()
  @Allow('signed-in')
  async list(@Caller() { partyId }: VerifiedCaller): Promise<Readonly<{ items: readonly WaitingItem[] }>> {
    const found = await this.model.find({ waitingParties: partyId }, { sort: { sortKey: -1 }, limit: MOST_CONTRACTS });
    const items = found.flatMap(({ contract, waiting }) =>
      waiting.filter(({ side }) => side === sideOf(contract, partyId)).map((item) => itemOf(contract.contractId, item)),
    );
    return { items: [...items].sort((a, b) => compareText(a.until ?? LAST, b.until ?? LAST)) };
  }
}

const itemOf = (contractId: string, { side, waitsFor, ...details }: Waiting): WaitingItem => ({
  contractId,
  side,
  waitsFor,
  ...(Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null)) as Partial<Waiting>),
});
