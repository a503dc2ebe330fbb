import { CommandHandler, EVENT_STORE, type CommandContext, type EventStore, type Written } from '@guildhall/event-sourcing';
import { Inject, Injectable } from '@nestjs/common';
import { reviewsDecider, type ReviewsCommand, type ReviewsState } from '../domain/reviews/reviews.decider.js';
import { reviewsStorage, type ReviewsEvent } from '../domain/reviews/reviews.events.js';

type Authorise = (state: ReviewsState) => void;

/** The write model of review pairs: commands, and the present state by contract. */
@Injectable()
export class Reviews {
  private readonly handler: CommandHandler<ReviewsCommand, ReviewsEvent, ReviewsState>;

  constructor(@Inject(EVENT_STORE) store: EventStore) {
    this.handler = new CommandHandler(store, reviewsStorage, reviewsDecider);
  }

  /** A command of a person, judged by `authorise` on the state that decides. */
  handle(command: ReviewsCommand, context: CommandContext, authorise: Authorise): Promise<Written> {
    return this.handler.handle(command.data.contractId, command, context, { authorise });
  }

  /** A command of a process. */
  note(command: ReviewsCommand, context: CommandContext): Promise<Written> {
    return this.handler.handle(command.data.contractId, command, context);
  }

  load(contractId: string): Promise<Readonly<{ state: ReviewsState; revision: bigint }>> {
    return this.handler.load(contractId);
  }
}
