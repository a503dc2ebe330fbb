import { EVENT_STORE, Written, type EventStore, type StoredEvent } from '@guildhall/event-sourcing';
import { Controller, Get, Inject, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import type { VerifiedCaller } from '../auth/caller.js';
import { SERVICE_DEFINITION, type ServiceDefinition } from '../definition/service-definition.js';
import { common } from '../http/common-errors.js';
import { Allow } from '../http/decorators.js';
import { placesOf } from '../http/open-outcome.js';
import type { ClaimPlace } from '../http/request-claims.js';
import { Caller } from '../http/request-context.decorator.js';
import { CommandOutcomeQuery } from './command-outcome.request.dto.js';

/** `applied`: it stands in the log; the same request under the same key gives the whole first answer. */
type Applied = Readonly<{ commandId: string; outcome: 'applied' }>;
/** `unknown`: it does not stand there, at least not yet, or it is somebody else's. */
type Unknown = Readonly<{ commandId: string; outcome: 'unknown' }>;

/** Events looked at from the end of a stream: who asks has just sent the command, and nobody may have a whole log read. */
const NEWEST = 5_000n;

/** Asks the log itself what became of a command: the append is the claim, so what stands there was done, once. */
@Controller('commands/:commandId')
export class CommandOutcomeController {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(SERVICE_DEFINITION) private readonly definition: ServiceDefinition,
  ) {}

  /** Own commands only; another person's command is as unknown as one that was never taken. */
  @Get()
  @Allow('signed-in')
  async show(
    @Param('commandId', ParseUUIDPipe) commandId: string,
    @Query() { place }: CommandOutcomeQuery,
    @Caller() { accountId }: VerifiedCaller,
  ): Promise<Written<Applied> | Unknown> {
    const places = placesOf(place, this.definition.service);
    if (!places) throw common('COMMON.VALIDATION', 'place: as the address to ask at carries it');
    const found = await Promise.all(places.map((one) => this.eventsAt(one, commandId, accountId)));
    const [first] = found;
    const last = first?.at(-1);
    // Every step of the request must stand, or it is not done yet.
    if (!first || !last || found.some((events) => events.length === 0)) return { commandId, outcome: 'unknown' };
    const position = `${this.definition.service}:${last.position}`;
    return new Written(position, last.revision, first, 'replayed', { commandId, outcome: 'applied' });
  }

  /** Events of one step. All steps of a request name its command as their cause. */
  private async eventsAt(step: ClaimPlace, commandId: string, accountId: string): Promise<readonly StoredEvent[]> {
    const events: StoredEvent[] = [];
    const last = await this.store.readLast(step.stream);
    if (!last) return events;
    const from = last.revision < NEWEST ? 0n : last.revision - NEWEST + 1n;
    for await (const event of this.store.read(step.stream, { from })) {
      const { commandId: own, $causationId, actor } = event.metadata;
      if (own === step.commandId && $causationId === commandId && actor.id === accountId) events.push(event);
    }
    return events;
  }
}
