import type { Instant } from '@guildhall/kernel';
import { kindOf } from './accounts.js';
import { finding, type Finding, type Head, type Rule, type Seen } from './rule.js';
import type { LedgerEvent } from './ledger-event.js';

/** Limits of money in transit (reliability.md, I15), in seconds. */
export type AgeLimits = Readonly<{ transferAlert: number; transferPage: number; payout: number }>;
/** 60 s and 15 min of wall time; a payout: the slowest method's settle time of five bank days and one more, in business time. */
export const AGE_LIMITS: AgeLimits = { transferAlert: 60, transferPage: 900, payout: 8 * 86_400 };

/** A balance that is not zero: whose it is, since when, and whether it has been there too long. `limitSeconds` null: none. */
export type OpenBalance = Readonly<{
  account: string;
  currency: string;
  minor: bigint;
  /** The party whose money it is, or the stream that sent it. */
  owner: string;
  since: Instant;
  ageSeconds: number;
  limitSeconds: number | null;
  status: 'in time' | 'alert' | 'overdue';
}>;

type Opened = Readonly<{ event: LedgerEvent; owner: string }>;
type Deferral = Readonly<{ event: LedgerEvent; contractId: string; milestoneId: string; currency: string; minor: bigint }>;
type HeadFinding = Finding & Readonly<{ event: LedgerEvent }>;

const seconds = (from: Instant, to: Instant): number => Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 1000));

/** I15: every escrow and clearing balance has an owner and an age; a deferred release waits only for the freeze that holds it. */
export const ageing = (
  limits: AgeLimits,
): Rule &
  Readonly<{
    open(book: Seen['book'], head: Head): readonly OpenBalance[];
    atHead(book: Seen['book'], head: Head): readonly HeadFinding[];
  }> => {
  const opened = new Map<string, Opened>();
  const clients = new Map<string, string>();
  const deferrals = new Map<string, Deferral>();
  const openFreezes = new Map<string, string>();

  const ownerOf = (account: string, { event, key }: Seen): string =>
    kindOf(account).startsWith('escrow') ? (clients.get(key) ?? '') : event.stream;

  /** What a split took is no longer owed to releases: the earlier ones keep their claim on what is left. */
  const keepWhatIsHeld = (contractId: string, milestoneId: string, book: Seen['book']): void => {
    const account = `escrow:${contractId}:${milestoneId}`;
    const claims = [...deferrals].filter(([, claim]) => claim.contractId === contractId && claim.milestoneId === milestoneId);
    const currency = claims[0]?.[1].currency ?? '';
    let left = book.of(account, currency).minor + book.of(`${account}:frozen`, currency).minor;
    for (const [releaseId, claim] of claims) {
      const minor = claim.minor < left ? claim.minor : left;
      left -= minor;
      deferrals.set(releaseId, { ...claim, minor });
    }
  };

  const noteDeferral = ({ event, fields, key, book }: Seen): void => {
    switch (event.type) {
      case 'ReleaseDeferred': {
        const { minor, currency } = fields.amount('deferred');
        const milestoneId = fields.text('milestoneId');
        deferrals.set(fields.text('releaseId'), { event, contractId: key, milestoneId, currency, minor });
        return;
      }
      case 'ReleaseSent': {
        const waiting = deferrals.get(fields.text('releaseId'));
        if (waiting) deferrals.set(fields.text('releaseId'), { ...waiting, minor: waiting.minor - fields.minor('amount') });
        return;
      }
      case 'SplitSent':
        keepWhatIsHeld(key, fields.text('milestoneId'), book);
        return;
      case 'FreezeStarted':
        openFreezes.set(fields.text('freezeId'), `${key}|${fields.text('milestoneId')}`);
        return;
      case 'FreezeEnded':
        openFreezes.delete(fields.text('freezeId'));
        return;
    }
  };

  const ageOf = (
    account: string,
    event: LedgerEvent,
    head: Head,
  ): Pick<OpenBalance, 'since' | 'ageSeconds' | 'limitSeconds' | 'status'> => {
    const kind = kindOf(account);
    const business = { since: event.metadata.occurredAt, ageSeconds: seconds(event.metadata.occurredAt, head.businessNow) };
    if (kind.startsWith('escrow')) return { ...business, limitSeconds: null, status: 'in time' };
    if (kind === 'clearing:payout')
      return { ...business, limitSeconds: limits.payout, status: business.ageSeconds > limits.payout ? 'overdue' : 'in time' };
    // Legs follow each other in wall time: the sandbox clock may leap over days between two of them.
    const ageSeconds = seconds(event.recordedAt, head.wallNow);
    const late = ageSeconds > limits.transferPage ? 'overdue' : 'alert';
    return {
      since: event.recordedAt,
      ageSeconds,
      limitSeconds: limits.transferPage,
      status: ageSeconds > limits.transferAlert ? late : 'in time',
    };
  };

  const open = (book: Seen['book'], head: Head): readonly OpenBalance[] =>
    [...opened].flatMap(([name, { event, owner }]) => {
      const [account = '', currency = ''] = name.split('|');
      const { minor } = book.of(account, currency);
      return minor === 0n ? [] : [{ account, currency, minor, owner, ...ageOf(account, event, head) }];
    });

  return {
    take(seen) {
      const { event, aggregate, key, fields, postings, book } = seen;
      if (aggregate === 'escrow' && event.type === 'EscrowOpened') clients.set(key, fields.text('clientPartyId'));
      for (const { account, currency } of postings) {
        const kind = kindOf(account);
        if (!kind.startsWith('escrow') && !kind.startsWith('clearing:')) continue;
        const name = `${account}|${currency}`;
        if (book.of(account, currency).minor === 0n) opened.delete(name);
        else if (!opened.has(name)) opened.set(name, { event, owner: ownerOf(account, seen) });
      }
      if (aggregate === 'escrow') noteDeferral(seen);
      return [];
    },
    open,
    atHead(book, head) {
      const balances = open(book, head).flatMap(({ account, currency, minor, owner, ageSeconds, status }): HeadFinding[] => {
        const event = opened.get(`${account}|${currency}`)?.event;
        if (!event) return [];
        if (owner === '') return [{ ...finding('I15', `${minor} ${currency} in ${account} belong to nobody`), event }];
        if (status !== 'overdue') return [];
        return [{ ...finding('I15', `${minor} ${currency} of ${owner} are in ${account} for ${ageSeconds} s`), event }];
      });
      const waiting = [...deferrals].flatMap(
        ([releaseId, { event, contractId, milestoneId, currency, minor }]): HeadFinding[] => {
          const frozen = [...openFreezes.values()].includes(`${contractId}|${milestoneId}`);
          const payable = book.of(`escrow:${contractId}:${milestoneId}`, currency).minor;
          if (minor <= 0n || frozen || payable <= 0n) return [];
          return [{ ...finding('I15', `release ${releaseId} waits for ${minor} ${currency} and no freeze holds it`), event }];
        },
      );
      return [...balances, ...waiting];
    },
  };
};
