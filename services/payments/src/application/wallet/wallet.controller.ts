import type { ReadModel } from '@guildhall/event-sourcing';
import { minorOf } from '@guildhall/kernel';
import { Allow, Caller, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { walletEntries, type WalletEntryDocument } from '../../projections/wallet-entries/wallet-entries.projection.js';
import { wallets, type WalletDocument } from '../../projections/wallets/wallets.projection.js';
import { ownPartyOnly, ownPartyOrOperator } from '../access.js';
import { DEFAULT_PAGE, PageRequest } from '../page.request.dto.js';

type WalletView = Pick<WalletDocument, 'partyId' | 'balances' | 'pending'> &
  Readonly<{ frozen: readonly Pick<WalletDocument['freezes'][number], 'freezeId' | 'amount' | 'shortfall'>[] }>;
type Entry = Omit<WalletEntryDocument, 'position' | 'partyId'>;

@Controller('wallets/:partyId')
export class WalletController {
  constructor(
    @InjectReadModel(wallets) private readonly model: ReadModel<WalletDocument>,
    @InjectReadModel(walletEntries) private readonly entriesModel: ReadModel<WalletEntryDocument>,
  ) {}

  /** Balances by currency, what is pending until when and why, and what is frozen. */
  @Get()
  @Allow('own party', 'operator')
  async show(@Param('partyId', ParseUUIDPipe) partyId: string, @Caller() caller: VerifiedCaller): Promise<WalletView> {
    ownPartyOrOperator(caller, partyId);
    const document = await this.model.get(partyId);
    const { balances, pending, freezes } = document ?? { balances: {}, pending: [], freezes: [] };
    const frozen = freezes
      .filter(({ amount, shortfall }) => minorOf(amount) > 0n || minorOf(shortfall) > 0n)
      .map(({ freezeId, amount, shortfall }) => ({ freezeId, amount, shortfall }));
    return { partyId, balances, pending, frozen };
  }

  /** Everything that moved money of the wallet, the latest first. */
  @Get('entries')
  @Allow('own party')
  async entries(
    @Param('partyId', ParseUUIDPipe) partyId: string,
    @Query() { limit = DEFAULT_PAGE, cursor }: PageRequest,
    @Caller() caller: VerifiedCaller,
  ): Promise<Readonly<{ items: readonly Entry[]; next?: string }>> {
    ownPartyOnly(caller, partyId);
    const before = cursor === undefined ? {} : { position: { $lt: cursor } };
    const found = await this.entriesModel.find({ partyId, ...before }, { sort: { position: -1 }, limit: limit + 1 });
    const page = found.slice(0, limit);
    const items = page.map(({ at, eventId, event, refs, lines }) => ({ at, eventId, event, refs, lines }));
    const next = page.at(-1)?.position;
    return found.length > limit && next !== undefined ? { items, next } : { items };
  }
}
