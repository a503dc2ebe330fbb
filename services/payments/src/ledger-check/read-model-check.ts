import type { ReadModelStore, StoredDocument } from '@guildhall/event-sourcing';
import { escrows, type EscrowDocument } from '../projections/escrows/escrows.projection.js';
import { wallets, type WalletDocument } from '../projections/wallets/wallets.projection.js';
import type { Replayed, ReplayedBalances } from './replayed-balances.js';

/** I7: a read model that does not say what the log says. */
export type Difference = Readonly<{ readModel: string; id: string; message: string }>;
/** `moved`: documents that were already ahead of the log as it was read; a running platform goes on. */
export type ReadModelReport = Readonly<{ compared: number; moved: number; differences: readonly Difference[] }>;

/** How long the read models may take to reach the end of the log that was read, in ms. */
const CATCH_UP_MS = 10_000;

const ofWallet = ({ partyId, balances }: WalletDocument): ReadonlyMap<string, bigint> =>
  new Map(
    Object.entries(balances).flatMap(([currency, of]) =>
      Object.entries(of).map(([kind, minor]): [string, bigint] => [`wallet:${partyId}:${kind}|${currency}`, BigInt(minor)]),
    ),
  );

const ofEscrow = ({ contractId, currency, milestones }: EscrowDocument): ReadonlyMap<string, bigint> =>
  new Map(
    milestones.flatMap(({ milestoneId, held, frozen }): [string, bigint][] => [
      [`escrow:${contractId}:${milestoneId}|${currency}`, BigInt(held)],
      [`escrow:${contractId}:${milestoneId}:frozen|${currency}`, BigInt(frozen)],
    ]),
  );

const differencesOf = (shown: ReadonlyMap<string, bigint>, replayed: ReadonlyMap<string, bigint>): readonly string[] =>
  [...new Set([...shown.keys(), ...replayed.keys()])].flatMap((account) => {
    const [is, should] = [shown.get(account) ?? 0n, replayed.get(account) ?? 0n];
    return is === should ? [] : [`${account} shows ${is}, the log says ${should}`];
  });

const compare = (
  readModel: string,
  documents: ReadonlyMap<string, StoredDocument>,
  replayed: ReadonlyMap<string, Replayed>,
  balancesOf: (document: never) => ReadonlyMap<string, bigint>,
): ReadModelReport => {
  let [compared, moved] = [0, 0];
  const differences: Difference[] = [];
  for (const [id, { position, balances }] of replayed) {
    const document = documents.get(id);
    if (!document?.doc || document.position < position) {
      differences.push({ readModel, id, message: `the document has not seen position ${position}` });
      continue;
    }
    const shown = differencesOf(balancesOf(document.doc as never), balances);
    // A document that was written later than the log was read is compared next time.
    if (shown.length > 0 && document.position > position) moved += 1;
    else if (shown.length > 0) differences.push({ readModel, id, message: shown.join('; ') });
    compared += 1;
  }
  return { compared, moved, differences };
};

const documentsOf = async (store: ReadModelStore, name: string): Promise<ReadonlyMap<string, StoredDocument>> => {
  const [checkpoint] = await store.checkpoints([name]);
  if (!checkpoint) return new Map();
  const documents = new Map<string, StoredDocument>();
  for await (const document of store.all({ name, generation: checkpoint.generation })) documents.set(document.id, document);
  return documents;
};

/** Compares wallets and escrows as the read models show them with the log, account by account, once both stand at `head`. */
export const checkReadModels = async (
  store: ReadModelStore,
  replayed: ReplayedBalances,
  head: bigint,
): Promise<ReadModelReport> => {
  await Promise.all([wallets, escrows].map(({ name }) => store.readModel(name).waitFor(head, CATCH_UP_MS)));
  const [ofWallets, ofEscrows] = await Promise.all([documentsOf(store, wallets.name), documentsOf(store, escrows.name)]);
  const reports = [
    compare(wallets.name, ofWallets, replayed.of('wallet'), ofWallet),
    compare(escrows.name, ofEscrows, replayed.of('escrow'), ofEscrow),
  ];
  return {
    compared: reports.reduce((sum, { compared }) => sum + compared, 0),
    moved: reports.reduce((sum, { moved }) => sum + moved, 0),
    differences: reports.flatMap(({ differences }) => differences),
  };
};
