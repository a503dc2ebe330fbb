import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Errors, RequestContext } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { IsInt, Max, Min } from 'class-validator';
import { IdentityAggregates } from '../identity-aggregates.js';

type MoveSandboxClockAnswer = Readonly<{ offsetMs: number }>;

/** A hundred years: dates beyond it mean nothing to any rule. */
const LONGEST_MS = 100 * 366 * 86_400_000;

export class MoveSandboxClockRequest {
  /** Milliseconds of business time ahead of wall time: the whole offset, not the step. */
  @IsInt()
  @Min(0)
  @Max(LONGEST_MS)
  readonly offsetMs!: number;
}

/** Key of the one clock stream. */
const SANDBOX = 'sandbox';

@Controller('sandbox/clock')
export class MoveSandboxClockController {
  constructor(private readonly aggregates: IdentityAggregates) {}

  /** Moves business time forward for all services; the route exists in sandbox mode only. */
  @Post()
  @HttpCode(200)
  @Allow('operator')
  @Errors('IDENTITY.CLOCK_BACKWARDS')
  async move(
    @Body() { offsetMs }: MoveSandboxClockRequest,
    @RequestContext() context: CommandContext,
  ): Promise<Written<MoveSandboxClockAnswer>> {
    const written = await this.aggregates.clock.handle(SANDBOX, { type: 'MoveSandboxClock', data: { offsetMs } }, context);
    return written.with({ offsetMs });
  }
}
