import { AsyncLocalStorage } from 'node:async_hooks';
import { OutcomeUnknown, type AppendResult, type EventStore, type NewEvent } from '@guildhall/event-sourcing';

type Claim = { readonly stream: string; readonly commandId: string; inFlight: number; standing: 'none' | 'open' | 'stands' };

/** Where a command would stand in the log: the stream that it was appended to, and its id there. */
export type ClaimPlace = Readonly<{ stream: string; commandId: string }>;

/** The request was answered before this append: its handler ends here. No outage, so that nobody tries again. */
export class RequestGivenUp extends Error {
  override readonly name = 'RequestGivenUp';
}

const running = new AsyncLocalStorage<RequestClaims>();

/**
 * What one request appended, or tried to, for a person: the append is the claim, so these are the places where it stands if it was
 * done. After `end` nothing of the request is appended any more: what it was answered stays true.
 */
export class RequestClaims {
  private readonly claims = new Map<string, Claim>();
  private ended: 'running' | 'ended' = 'running';

  /** Runs the handler of the request; its appends through a `claimingStore` are noted here. */
  around<T>(work: () => T): T {
    return running.run(this, work);
  }

  end(): void {
    this.ended = 'ended';
  }

  /** Whether nobody knows yet of some append if it happened. */
  get open(): boolean {
    return [...this.claims.values()].some(isOpen);
  }

  /** Whether anything of the request stands in the log, or may stand there. */
  get touched(): boolean {
    return [...this.claims.values()].some((claim) => claim.standing === 'stands' || isOpen(claim));
  }

  /** Places of everything that stands or may stand, in the order of its first append. */
  get places(): readonly ClaimPlace[] {
    const found = [...this.claims.values()].filter((claim) => claim.standing === 'stands' || isOpen(claim));
    return found.map(({ stream, commandId }) => ({ stream, commandId }));
  }

  /** Appends and notes how it went. Throws `RequestGivenUp` where the caller has its answer already; else whatever the append throws. */
  async note(stream: string, commandId: string, append: () => Promise<AppendResult>): Promise<AppendResult> {
    if (this.ended === 'ended') throw new RequestGivenUp(`${stream}: not appended`);
    const claim = this.claimOf(stream, commandId);
    claim.inFlight += 1;
    try {
      const result = await append();
      claim.standing = 'stands';
      return result;
    } catch (error) {
      // A later try that fails for certain says nothing about an earlier one.
      if (error instanceof OutcomeUnknown && claim.standing === 'none') claim.standing = 'open';
      throw error;
    } finally {
      claim.inFlight -= 1;
    }
  }

  private claimOf(stream: string, commandId: string): Claim {
    const key = `${stream}|${commandId}`;
    const known = this.claims.get(key) ?? { stream, commandId, inFlight: 0, standing: 'none' };
    this.claims.set(key, known);
    return known;
  }
}

const isOpen = ({ standing, inFlight }: Claim): boolean => standing === 'open' || (standing === 'none' && inFlight > 0);

/** The store with the appends of people's requests noted in their `RequestClaims`; everything else passes through. */
export const claimingStore = (store: EventStore): EventStore => {
  const append: EventStore['append'] = (stream, expected, events) => {
    const claims = running.getStore();
    const commandId = commandOfPerson(events);
    if (!claims || commandId === null) return store.append(stream, expected, events);
    return claims.note(stream, commandId, () => store.append(stream, expected, events));
  };
  return {
    append,
    read: (stream, options) => (options ? store.read(stream, options) : store.read(stream)),
    readLast: (stream) => store.readLast(stream),
    readAll: (options) => store.readAll(options),
    head: (prefixes) => store.head(prefixes),
    subscribeAll: (options, signal) => store.subscribeAll(options, signal),
    setMaxCount: (stream, maxCount) => store.setMaxCount(stream, maxCount),
    logId: () => store.logId(),
    close: () => store.close(),
  };
};

/** Steps that a request takes in the name of a process are repeated by that process, whatever becomes of the request. */
const commandOfPerson = ([first]: readonly NewEvent[]): string | null =>
  first?.metadata.actor.kind === 'account' ? first.metadata.commandId : null;
