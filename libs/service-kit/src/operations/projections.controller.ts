import { ReadModelDesk, type CommandContext, type Ordered, type ReadModelStanding } from '@guildhall/event-sourcing';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { Allow, IdempotencyKeyRequired } from '../http/decorators.js';
import { common } from '../http/common-errors.js';
import { RequestContext } from '../http/request-context.decorator.js';
import { OneProjection, ReasonRequest, SwitchProjectionRequest } from './operations.requests.dto.js';

/** An order that the projector has not answered yet: it stands among `pending` until it has. */
type Waiting = Readonly<{ order: string; state: 'pending' }>;
/** `milliseconds`: how long the read model's own pass stood still. */
type SwitchDone = Readonly<{
  order: string;
  state: 'done';
  from: number;
  to: number;
  position: string;
  milliseconds: number;
}>;

/**
 * The generations of read models: a second one is built beside the live one, compared, kept up to date, switched to and switched back, while
 * queries go on. Each order is an event with actor and reason; the process that holds the projector's lease carries it out.
 */
@Controller('operations/projections')
@Allow('operator')
export class ProjectionsController {
  constructor(private readonly desk: ReadModelDesk) {}

  @Get()
  async list(): Promise<Readonly<{ projections: readonly ReadModelStanding[] }>> {
    return { projections: await this.desk.standings() };
  }

  /** Answers at once; `built` of the list tells the comparison once it is done. Replaces a second generation that stands already. */
  @Post(':name/rebuild')
  @HttpCode(202)
  @IdempotencyKeyRequired()
  async rebuild(
    @Param() { name }: OneProjection,
    @Body() { reason }: ReasonRequest,
    @RequestContext() context: CommandContext,
  ): Promise<Waiting> {
    const { order } = await this.desk.rebuild(this.known(name), given(reason, context));
    return { order, state: 'pending' };
  }

  /** To the newer generation. `differing`: how many documents may differ, as the comparison told; default none. */
  @Post(':name/switch')
  @HttpCode(200)
  @IdempotencyKeyRequired()
  async switchOver(
    @Param() { name }: OneProjection,
    @Body() { reason, differing }: SwitchProjectionRequest,
    @RequestContext() context: CommandContext,
  ): Promise<SwitchDone | Waiting> {
    return switched(await this.desk.switchOver(this.known(name), given(reason, context), differing ?? 0));
  }

  /** To the older generation, which was kept up to date since the switch. */
  @Post(':name/rollback')
  @HttpCode(200)
  @IdempotencyKeyRequired()
  async rollBack(
    @Param() { name }: OneProjection,
    @Body() { reason }: ReasonRequest,
    @RequestContext() context: CommandContext,
  ): Promise<SwitchDone | Waiting> {
    return switched(await this.desk.rollBack(this.known(name), given(reason, context)));
  }

  private known(name: string): string {
    if (!this.desk.isKnown(name)) throw common('COMMON.NOT_FOUND', `No read model ${name}`);
    return name;
  }
}

const given = (reason: string, context: CommandContext) => ({ context, accountId: context.actor.id, reason });

const switched = ({ order, outcome }: Ordered): SwitchDone | Waiting => {
  switch (outcome?.type) {
    case undefined:
    case 'BuiltBeside':
    case 'Erased':
      return { order, state: 'pending' };
    case 'OrderRefused':
      throw common('COMMON.REVISION_CONFLICT', outcome.data.reason);
    case 'Switched':
      return { ...outcome.data, state: 'done' };
  }
};
