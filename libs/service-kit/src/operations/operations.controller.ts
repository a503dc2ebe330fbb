import {
  PARKING,
  ProcessOperations,
  ProcessRunner,
  type CommandContext,
  type EscalatedProcess,
  type ParkedMessage,
  type ParkedPayload,
  type Parking,
  type ProcessStep,
  type Struggling,
  type TimerStanding,
} from '@guildhall/event-sourcing';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { Allow, IdempotencyKeyRequired } from '../http/decorators.js';
import { common } from '../http/common-errors.js';
import { RequestContext } from '../http/request-context.decorator.js';
import { RUNNERS, type Runners } from '../runtime/roles/runners.js';
import {
  ActOnProcessRequest,
  DiscardParkedRequest,
  ListParked,
  OneParked,
  OneProcess,
  RetryParkedRequest,
} from './operations.requests.dto.js';

/** One runner as operators see it; times are ISO 8601, wall clock; `position` a decimal string. */
type LagLine = Readonly<{
  runner: string;
  state: string;
  position: string | null;
  lagSeconds: number;
  heartbeatAt: string;
  advancedAt: string;
  parked: number;
}>;

/** A parked message without its payload: operators see what it is and why it waits, not what people wrote. */
type ParkedLine = Readonly<{
  messageId: string;
  process: string;
  key: string;
  reason: Readonly<{ code: string; message: string }>;
  parkedAt: string;
  what: string;
}>;

/** One parked message: where it came from, and which later messages of its key queue behind it (or it behind them), oldest first. */
type ParkedDetail = ParkedLine & Readonly<{ source: ParkedSource; queue: readonly string[] }>;
type ParkedSource =
  | Readonly<{ kind: 'fact'; source: string; subject: string; position: string; recordedTime: string }>
  | Readonly<{ kind: 'event'; stream: string; revision: string; position: string }>;

/** What keeps failing because something it needs is away, since when. */
type StrugglingLine = Omit<Struggling, 'since'> & Readonly<{ since: string }>;

/** The operators' view of one service: how far its runners are, what waits for people. Each act is an event with its reason. */
@Controller('operations')
@Allow('operator')
export class OperationsController {
  constructor(
    @Inject(RUNNERS) private readonly runners: Runners,
    @Inject(PARKING) private readonly parking: Parking,
    private readonly processes: ProcessOperations,
    private readonly runner: ProcessRunner,
  ) {}

  /** Runners of this process, and of the others what the holders of their leases told at most 3 s ago. */
  @Get('lag')
  async lag(): Promise<Readonly<{ runners: readonly LagLine[] }>> {
    const iso = (ms: number): string => new Date(ms).toISOString();
    const lines = [...this.runners.lag(), ...(await this.runners.lagElsewhere())];
    return {
      runners: lines.map(({ position, heartbeatAt, advancedAt, ...rest }) => ({
        ...rest,
        position: position?.toString() ?? null,
        heartbeatAt: iso(heartbeatAt),
        advancedAt: iso(advancedAt),
      })),
    };
  }

  @Get('parked')
  parked(@Query() { process }: ListParked): Readonly<{ parked: readonly ParkedLine[] }> {
    return {
      parked: this.parking.list(process).map(lineOf),
    };
  }

  @Get('parked/:messageId')
  showParked(@Param() { messageId }: OneParked, @Query() { process }: ListParked): ParkedDetail {
    const found = this.parking.list(process).find((message) => message.messageId === messageId);
    if (!found) throw common('COMMON.NOT_FOUND', `No message ${messageId} is parked`);
    const queue = this.parking.list(found.process).filter(({ key }) => key === found.key);
    return { ...lineOf(found), source: sourceOf(found.payload), queue: queue.map((message) => message.messageId) };
  }

  /**
   * `escalated`: waits for people. `struggling`: is repeated because something it needs is away, here or where the processor is another
   * process: then as that told at most 3 s ago, of each error its name.
   */
  @Get('processes')
  async processesInNeed(): Promise<Readonly<{ escalated: readonly EscalatedProcess[]; struggling: readonly StrugglingLine[] }>> {
    const found = [...this.runner.struggling(), ...(await this.runners.strugglingElsewhere())];
    const struggling = found.map(({ since, ...line }) => ({ ...line, since: new Date(since).toISOString() }));
    return { escalated: this.processes.escalated(), struggling };
  }

  /** What happened in one process, oldest first. */
  @Get('processes/:process/:key')
  async showProcess(@Param() { process, key }: OneProcess): Promise<Readonly<{ steps: readonly ProcessStep[] }>> {
    return { steps: await this.processes.history(process, key) };
  }

  @Get('timers')
  timers(): Readonly<{ timers: readonly TimerStanding[] }> {
    return { timers: this.processes.timers() };
  }

  /** Takes the messages of a key again, in order, until one fails; answers how many were done here. */
  @Post('parked/retries')
  @HttpCode(200)
  @IdempotencyKeyRequired()
  async retryParked(
    @Body() { process, key, reason }: RetryParkedRequest,
    @RequestContext() { actor }: CommandContext,
  ): Promise<Readonly<{ drained: number; left: number }>> {
    const waiting = () => this.parking.list(process).filter((message) => message.key === key).length;
    if (waiting() === 0) throw common('COMMON.NOT_FOUND', `Nothing of ${process} ${key} is parked`);
    const drained = await this.parking.retry(process, key, { accountId: actor.id, reason });
    return { drained, left: waiting() };
  }

  /** Gives one message up for good. */
  @Post('parked/discards')
  @HttpCode(200)
  @IdempotencyKeyRequired()
  async discardParked(
    @Body() { process, messageId, reason }: DiscardParkedRequest,
    @RequestContext() { actor }: CommandContext,
  ): Promise<Readonly<{ discarded: string }>> {
    const known = this.parking.list(process).some((message) => message.messageId === messageId);
    if (!known) throw common('COMMON.NOT_FOUND', `No message ${messageId} of ${process} is parked`);
    await this.parking.discard(process, messageId, { accountId: actor.id, reason });
    return { discarded: messageId };
  }

  /** Orders the refused commands of a process again. */
  @Post('processes/retries')
  @HttpCode(200)
  @IdempotencyKeyRequired()
  async retryProcess(
    @Body() act: ActOnProcessRequest,
    @RequestContext() context: CommandContext,
  ): Promise<Readonly<{ retried: string }>> {
    await this.processes.retry(act.process, act.key, actOf(act.reason, context));
    return { retried: act.key };
  }

  /** Notes that an escalated process was seen to by hand. */
  @Post('processes/advances')
  @HttpCode(200)
  @IdempotencyKeyRequired()
  async advanceProcess(
    @Body() act: ActOnProcessRequest,
    @RequestContext() context: CommandContext,
  ): Promise<Readonly<{ advanced: string }>> {
    await this.processes.advance(act.process, act.key, actOf(act.reason, context));
    return { advanced: act.key };
  }
}

const lineOf = ({ payload, ...line }: ParkedMessage): ParkedLine => ({
  ...line,
  what: payload.kind === 'fact' ? payload.fact.type : `${payload.stream}@${payload.revision}`,
});

const sourceOf = (payload: ParkedPayload): ParkedSource => {
  if (payload.kind === 'event') return payload;
  const { source, subject, position, recordedTime } = payload.fact;
  return { kind: 'fact', source, subject, position, recordedTime };
};

const actOf = (reason: string, { actor, commandId, correlationId, region }: CommandContext) => ({
  accountId: actor.id,
  reason,
  id: commandId,
  correlationId,
  region,
});
