import {
  ERASED,
  EVENT_STORE,
  FACT_NOTED,
  follow,
  ReadModelUnavailable,
  type EventStore,
  type FollowedBatch,
  type Follower,
  type StoredEvent,
} from '@guildhall/event-sourcing';
import { LOGGER, SERVICE_CONFIG, type Logger, type ServiceConfig } from '@guildhall/service-kit';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { gigStorage, type GigEvent } from '../../domain/gig/gig.events.js';
import { evolveGig, noGig, type GigDraft, type GigState } from '../../domain/gig/gig.state.js';
import { partyStorage, type PartyEvent } from '../../domain/party/party.events.js';
import { searchDocumentOf } from './gig-catalogue.js';
import { SEARCH_INDEX, type SearchIndex } from './search-index.port.js';

/** What filters ask of a freelancer; `scores`: headline by work role. */
export type FreelancerFacts = Readonly<{ verified: boolean; scores: Readonly<Record<string, number>> }>;
const unknown: FreelancerFacts = { verified: false, scores: {} };

/** Where the service notes whom identity has forgotten (service-kit). */
const SUBJECTS = 'gigs.subject';

const withoutWords = (draft: GigDraft | null, subjectId: string): GigDraft | null =>
  draft?.authorAccountId === subjectId
    ? { ...draft, title: ERASED, description: ERASED, slug: ERASED, otherSkills: [ERASED] }
    : draft;

type Waiter = Readonly<{ position: bigint; resolve: () => void }>;

/** Fills the index from the service's own log, from the first event at every start, and keeps it up to date. */
@Injectable()
export class SearchFeed implements OnModuleInit, BeforeApplicationShutdown {
  private follower: Follower | null = null;
  private state: 'filling' | 'live' = 'filling';
  private handled = -1n;
  private readonly waiters = new Set<Waiter>();
  private readonly gigs = new Map<string, GigState>();
  private readonly freelancers = new Map<string, FreelancerFacts>();

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(SEARCH_INDEX) private readonly index: SearchIndex,
    @Inject(SERVICE_CONFIG) private readonly config: ServiceConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    if (!this.config.roles.includes('api')) return;
    this.follower = follow({
      store: this.store,
      // All of the service's own streams, so that the position of any command can be waited for.
      prefixes: ['gigs.'],
      handle: (batch) => this.handle(batch),
      onFault: ({ where, error, attempt }) => this.logger.warn({ err: error, where, attempt }, 'search waits for the log'),
    });
    void this.follower.caughtUp.then(() => (this.state = 'live'));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.follower?.stop();
  }

  freelancer(partyId: string): FreelancerFacts {
    return this.freelancers.get(partyId) ?? unknown;
  }

  /** Throws the fault that becomes 503 while the index is being filled. */
  demandLive(): void {
    if (this.state !== 'live') throw new ReadModelUnavailable('search', 1);
  }

  /** Waits until the index has seen a position; answers the seconds that it still lags, 0 when it was reached. */
  async waitFor(position: bigint, timeoutMs: number): Promise<number> {
    if (this.handled >= position) return 0;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiters.delete(waiter);
        resolve();
      };
      const waiter: Waiter = { position, resolve: done };
      const timer = setTimeout(done, timeoutMs);
      this.waiters.add(waiter);
    });
    // What has not arrived was written at least as long ago as was waited for it.
    return this.handled >= position ? 0 : Math.max(this.follower?.progress().lagSeconds ?? 0, timeoutMs / 1000);
  }

  private async handle({ events, position }: FollowedBatch): Promise<void> {
    for (const event of events) this.apply(event);
    this.handled = position;
    for (const waiter of [...this.waiters]) if (waiter.position <= position) waiter.resolve();
    return Promise.resolve();
  }

  private apply(event: StoredEvent): void {
    if (event.type === FACT_NOTED) return;
    const { type, data, category, streamKey } = event;
    if (category === gigStorage.category) this.applyGig(streamKey, { type, data } as GigEvent);
    if (category === SUBJECTS && type === 'SubjectForgotten') this.forget(streamKey);
    if (category === partyStorage.category) this.applyParty(streamKey, { type, data } as PartyEvent);
  }

  private applyGig(gigId: string, event: GigEvent): void {
    const before = this.gigs.get(gigId) ?? noGig;
    // A type that only a newer version knows falls through the fold.
    this.show(gigId, evolveGig(before, event) ?? before);
  }

  private show(gigId: string, state: GigState): void {
    this.gigs.set(gigId, state);
    // A gig whose author's key is gone has no words left to be found by.
    if (state.status === 'active' && state.onSale && state.onSale.title !== ERASED) {
      const known = this.index.get(gigId);
      if (known?.gigVersion !== state.version) this.index.put(searchDocumentOf(state.onSale, state.version));
    } else this.index.remove(gigId);
  }

  /** What was read before the key was destroyed lies here in clear. */
  private forget(subjectId: string): void {
    for (const [gigId, state] of this.gigs) {
      const [draft, onSale] = [withoutWords(state.draft, subjectId), withoutWords(state.onSale, subjectId)];
      if (draft !== state.draft || onSale !== state.onSale) this.show(gigId, { ...state, draft, onSale });
    }
  }

  private applyParty(partyId: string, { type, data }: PartyEvent): void {
    const known = this.freelancer(partyId);
    if (type === 'CapabilityOpened' && data.capability === 'get_paid')
      this.freelancers.set(partyId, { ...known, verified: true });
    if (type === 'CapabilityClosed' && data.capability === 'get_paid')
      this.freelancers.set(partyId, { ...known, verified: false });
    if (type === 'ScoreSeen' && data.side === 'freelancer') {
      const { [data.roleId]: _, ...others } = known.scores;
      const scores = data.headline === null ? others : { ...others, [data.roleId]: data.headline };
      this.freelancers.set(partyId, { ...known, scores });
    }
  }
}
