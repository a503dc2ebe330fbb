import type { CommandContext, CommandRoutes } from '@guildhall/event-sourcing';
import { transferLegId } from '@guildhall/kernel';
import type { MoneyMetrics } from '../../application/money-metrics/money-metrics.js';
import type { MoneyStreams } from '../../application/money-streams.js';
import type { EscrowCommand } from '../../domain/escrow/escrow.commands.js';
import type { WalletCommand } from '../../domain/wallet/wallet.commands.js';
import type {
  AskCapture,
  AskCharge,
  AskFinalPayout,
  AskInstrumentRefund,
  AskPayout,
  EscrowOrder,
  FundingOrder,
  NumbersOrder,
  OpenEscrowUnderPolicy,
  Order,
  PartyOrder,
  ReturnLateCharge,
  StartCharge,
  VoidCharge,
  WalletOrder,
} from '../orders.js';
import type { ChargeEffects } from './charge-effects.js';
import type { EscrowOpening } from './escrow-opening.js';
import type { FinalPayout } from './final-payout.js';
import type { PayoutEffects } from './payout-effects.js';

/** The transfer whose credited side a command books; null for the others. */
const creditedTransfer = ({ type, data }: EscrowCommand | WalletCommand): string | null =>
  type === 'CreditEarnings' || type === 'CreditRefund' || type === 'PlaceHold' ? data.transferId : null;

/** A leg of a transfer has the transfer's own command id, whoever orders it: one transfer id, one effect, for ever. */
const legContext = (command: EscrowCommand | WalletCommand, context: CommandContext): CommandContext => {
  const transferId = creditedTransfer(command);
  return transferId === null ? context : { ...context, commandId: transferLegId(transferId, 'credit') };
};

/** Routes of everything that processes of payments order; every kind of order has one, or this does not compile. */
export const paymentRoutes = (
  streams: MoneyStreams,
  escrows: EscrowOpening,
  charges: ChargeEffects,
  payouts: PayoutEffects,
  finalPayout: FinalPayout,
  metrics: MoneyMetrics,
): CommandRoutes => {
  const routes = {
    EscrowOrder: async ({ data }: EscrowOrder, context: CommandContext) =>
      metrics.note(await streams.escrows.handle(data.contractId, data.command, legContext(data.command, context))),
    WalletOrder: ({ data }: WalletOrder, context: CommandContext) =>
      streams.wallets.handle(data.partyId, data.command, legContext(data.command, context)),
    FundingOrder: ({ data }: FundingOrder, context: CommandContext) =>
      streams.fundings.handle(data.fundingId, data.command, context),
    PartyOrder: ({ data }: PartyOrder, context: CommandContext) => streams.parties.handle(data.partyId, data.command, context),
    NumbersOrder: ({ data }: NumbersOrder, context: CommandContext) =>
      streams.numbers.handle(`${data.issuer}-${data.year}`, { type: 'TakeNumber', data }, context),
    OpenEscrowUnderPolicy: (command: OpenEscrowUnderPolicy, context: CommandContext) => escrows.open(command, context),
    StartCharge: (command: StartCharge, context: CommandContext) => charges.start(command, context),
    AskCharge: (command: AskCharge, context: CommandContext) => charges.authorise(command, context),
    AskCapture: (command: AskCapture, context: CommandContext) => charges.capture(command, context),
    VoidCharge: (command: VoidCharge) => charges.release(command),
    ReturnLateCharge: (command: ReturnLateCharge, context: CommandContext) => charges.giveBack(command, context),
    AskInstrumentRefund: (command: AskInstrumentRefund, context: CommandContext) => payouts.refundInstrument(command, context),
    AskPayout: (command: AskPayout, context: CommandContext) => payouts.payOut(command, context),
    AskFinalPayout: (command: AskFinalPayout, context: CommandContext) => finalPayout.pay(command, context),
  } satisfies Readonly<Record<Order['type'], (command: never, context: CommandContext) => Promise<unknown>>>;
  return routes;
};
