import { defineProjection, type Projected } from '@guildhall/event-sourcing';
import { minorOf, money, type DomainEvent, type Money } from '@guildhall/kernel';
import { escrowStorage, type EscrowEvent } from '../../domain/escrow/escrow.events.js';
import { CLIENT_FEES, walletFunding } from '../../domain/ledger/accounts.js';
import { walletStorage, type WalletEvent } from '../../domain/wallet/wallet.events.js';
import { postingsOf, sortable } from '../posted.js';

export type StatementLine = Readonly<{ account: string; direction: 'debit' | 'credit'; amount: Money }>;
/** One event on the way of a milestone's money. It belongs to the milestone itself, to its funding or to one of its releases. */
export type StatementDocument = Readonly<{
  milestoneId: string | null;
  fundingId: string | null;
  releaseId: string | null;
  position: string;
  at: string;
  eventId: string;
  event: string;
  lines: readonly StatementLine[];
}>;

type Told = EscrowEvent | WalletEvent;
const textOf = (data: object, name: string): string | null => {
  const value = (data as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** Clearing accounts are left out: they are the way between two streams, not a place. */
const linesOf = (data: object): readonly StatementLine[] =>
  postingsOf(data)
    .filter(({ account }) => !account.startsWith('clearing:'))
    .map(({ account, direction, amount, currency }) => ({ account, direction, amount: { amount, currency } }));

/** What one milestone takes out of a funding that may pay several. */
const shareOfFunding = ({ data, streamKey: client }: Projected<Extract<WalletEvent, { type: 'FundingSent' }>>, id: string) => {
  const line = data.lines.find(({ milestoneId }) => id.endsWith(`:${milestoneId}`));
  if (!line) return null;
  const { milestoneId, amount, clientFee } = line;
  const total = money(minorOf(amount) + minorOf(clientFee), amount.currency);
  const lines: readonly StatementLine[] = [
    { account: walletFunding(client), direction: 'debit', amount: total },
    { account: CLIENT_FEES, direction: 'credit', amount: clientFee },
  ];
  return { milestoneId, lines };
};

const isWalletsOwn = ({ stream }: Projected<DomainEvent>): boolean => stream.startsWith(walletStorage.category);

/** The statement of milestones, event by event, from the charge to the cleared earnings. */
export const statementLines = defineProjection<Told, StatementDocument>({
  name: 'statement-lines',
  version: 1,
  from: [escrowStorage.category, walletStorage.category],
  indexes: [{ key: { milestoneId: 1, position: 1 } }, { key: { fundingId: 1 } }, { key: { releaseId: 1 } }],
  ids(event) {
    if (event.type === 'FundingSent') return event.data.lines.map(({ milestoneId }) => `${event.id}:${milestoneId}`);
    const named = textOf(event.data, 'milestoneId') ?? textOf(event.data, 'fundingId') ?? textOf(event.data, 'releaseId');
    return named !== null && postingsOf(event.data).length > 0 ? [event.id] : [];
  },
  reduce(_document, event, id) {
    const { type, data, position, occurredAt: at } = event;
    const frame = { position: sortable(position), at, eventId: event.id, event: type };
    const [fundingId, releaseId] = [textOf(data, 'fundingId'), textOf(data, 'releaseId')];
    if (type === 'FundingSent') {
      const share = shareOfFunding({ ...event, type, data }, id);
      return share && { ...frame, fundingId, releaseId, ...share };
    }
    const milestoneId = textOf(data, 'milestoneId');
    // The hold, too, names its funding; only the charge is found by it.
    const byFunding = milestoneId === null || isWalletsOwn(event) ? fundingId : null;
    return { ...frame, milestoneId, fundingId: byFunding, releaseId, lines: linesOf(data) };
  },
});
