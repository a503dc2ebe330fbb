import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { actingParty, type Actor } from '@guildhall/kernel';
import { common } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { mapSkills, oddAttributes } from '../../domain/catalogue/catalogue.js';
import type { GigEvent } from '../../domain/gig/gig.events.js';
import { ownerOf, type GigState } from '../../domain/gig/gig.state.js';
import { demandKnownPlace } from '../access/catalogue-check.js';
import { notFound } from '../access/party-access.js';
import { GigsAggregates } from '../gigs-aggregates.js';
import { PostDesk } from '../posts/post-desk.js';
import type { GigVersionRequest } from './draft-gig.request.dto.js';
import { slugOf } from './slug.js';

export type DraftedVersion = Readonly<{ gigId: string; gigVersion: number; state: string }>;
export type SubmittedVersion = Readonly<{ state: string; gigVersion: number }>;

const ownerOnly =
  (actor: Actor) =>
  (state: GigState): void => {
    if (ownerOf(state) !== actingParty(actor)) throw notFound();
  };

/** Acts of a freelancer on the own gigs. */
@Injectable()
export class GigActsHandler {
  constructor(
    private readonly aggregates: GigsAggregates,
    private readonly posts: PostDesk,
  ) {}

  /** `existing`: the gig must be there; `new`: it may be. */
  async draft(
    gigId: string,
    which: 'new' | 'existing',
    request: GigVersionRequest,
    context: CommandContext,
  ): Promise<Written<DraftedVersion>> {
    demandKnownPlace(request);
    const odd = oddAttributes(request.categoryId, request.attributes);
    if (odd.length > 0) {
      const errors = odd.map((attributeId) => ({
        pointer: `/attributes/${attributeId}`,
        detail: 'Not in the schema of the category',
      }));
      throw common('COMMON.VALIDATION', 'Attributes that do not fit the category', { errors });
    }
    const freelancerPartyId = actingParty(context.actor);
    const { roleId, categoryId, title, description, languages, attributes, packages } = request;
    const content = { roleId, categoryId, title, description, languages, attributes, packages, ...mapSkills(request.skills) };
    const author = { freelancerPartyId, authorAccountId: context.actor.id };
    const data = { ...content, ...author, gigId, slug: slugOf(title, gigId), at: context.occurredAt };
    const authorise = (state: GigState): void => {
      if (which === 'existing' || ownerOf(state) !== null) ownerOnly(context.actor)(state);
    };
    const written = await this.aggregates.gigs.handle(gigId, { type: 'DraftGig', data }, context, { authorise });
    const [drafted] = written.events as readonly GigEvent[];
    return written.with({ gigId, gigVersion: drafted?.type === 'GigDrafted' ? drafted.data.draftVersion : 1, state: 'draft' });
  }

  /** Publishes by rule what the scan finds clean; anything else waits for an operator. */
  async submit(gigId: string, context: CommandContext): Promise<Written<SubmittedVersion>> {
    const authorise = ownerOnly(context.actor);
    const { state } = await this.aggregates.gigs.load(gigId);
    authorise(state);
    const standing = await this.posts.standing(actingParty(context.actor), 'publish_gig');
    const data = { scan: await this.scan(state, context), standing };
    const written = await this.aggregates.gigs.handle(gigId, { type: 'SubmitGig', data }, context, { authorise });
    const [event] = written.events as readonly GigEvent[];
    const gigVersion = event?.type === 'GigPublished' || event?.type === 'GigSubmitted' ? event.data.gigVersion : state.version;
    return written.with({ state: event?.type === 'GigPublished' ? 'active' : 'in_review', gigVersion });
  }

  pause(gigId: string, reasonCode: string, context: CommandContext): Promise<Written> {
    const data = { gigId, by: 'freelancer', reasonCode } as const;
    return this.aggregates.gigs.handle(gigId, { type: 'PauseGig', data }, context, { authorise: ownerOnly(context.actor) });
  }

  async resume(gigId: string, context: CommandContext): Promise<Written> {
    const standing = await this.posts.standing(actingParty(context.actor), 'publish_gig');
    const data = { gigId, by: 'freelancer', standing } as const;
    return this.aggregates.gigs.handle(gigId, { type: 'ResumeGig', data }, context, { authorise: ownerOnly(context.actor) });
  }

  archive(gigId: string, context: CommandContext): Promise<Written> {
    const data = { gigId, by: 'freelancer' } as const;
    return this.aggregates.gigs.handle(gigId, { type: 'ArchiveGig', data }, context, { authorise: ownerOnly(context.actor) });
  }

  private scan({ draft, onSale }: GigState, context: CommandContext) {
    const said = draft ?? onSale;
    if (!said) throw notFound();
    const { gigId: postId, freelancerPartyId: partyId, title, description, otherSkills, packages } = said;
    const prices = packages.flatMap((offer) => [...offer.prices, ...offer.addOns.flatMap((addOn) => addOn.prices)]);
    return this.posts.scan({ partyId, postKind: 'gig', postId, texts: [title, description, ...otherSkills], prices }, context);
  }
}
