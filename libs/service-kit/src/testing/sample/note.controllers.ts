import {
  CommandHandler,
  EVENT_STORE,
  type CommandContext,
  type EventStore,
  type ReadModel,
  type Written,
} from '@guildhall/event-sourcing';
import { addMinutes, createdId } from '@guildhall/kernel';
import { Body, Controller, Get, HttpCode, Inject, Injectable, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import type { VerifiedCaller } from '../../auth/caller.js';
import { SERVICE_DEFINITION, type ServiceDefinition } from '../../definition/service-definition.js';
import { common } from '../../http/common-errors.js';
import { Allow, Errors, IdempotencyKeyRequired, RateLimited, SecretFields, StepUp } from '../../http/decorators.js';
import { Caller, RequestContext } from '../../http/request-context.decorator.js';
import { InjectReadModel } from '../../runtime/tokens.js';
import type { NoteCommand, NoteEvent, NoteState } from './note.domain.js';
import { NOTE_VERSION, type NoteVersion } from './note.next.js';
import type { NoteDocument } from './note.processes.js';

class Label {
  @IsIn(['red', 'green'])
  readonly colour!: 'red' | 'green';
}

class WriteNoteRequest {
  @IsString()
  @MaxLength(200)
  readonly text!: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => Label)
  readonly label?: Label;

  @IsOptional()
  @IsString()
  readonly secret?: string;
}

class EndSessionRequest {
  @IsUUID()
  readonly sessionId!: string;
}

class ListNotes {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  readonly limit?: number;
}

@Injectable()
export class NoteHandler {
  readonly notes: CommandHandler<NoteCommand, NoteEvent, NoteState>;
  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(SERVICE_DEFINITION) { service }: ServiceDefinition,
    @Inject(NOTE_VERSION) { storage, decider }: NoteVersion,
  ) {
    this.notes = new CommandHandler(store, storage(service), decider);
  }

  amend(noteId: string, text: string, context: CommandContext): Promise<Written> {
    const authorise = ({ ownerPartyId }: NoteState): void => {
      // A stranger gets 404, so that ids cannot be probed.
      if (ownerPartyId === null || ownerPartyId !== context.actor.onBehalfOf) throw common('COMMON.NOT_FOUND', 'No such note');
    };
    return this.notes.handle(noteId, { type: 'AmendNote', data: { text } }, context, { authorise });
  }
}

@Controller('notes')
export class NotesController {
  constructor(
    private readonly handler: NoteHandler,
    @InjectReadModel({ name: 'notes' }) private readonly model: ReadModel<NoteDocument>,
  ) {}

  @Post()
  @Allow('client', 'freelancer')
  @IdempotencyKeyRequired()
  @RateLimited('money')
  @SecretFields('secret')
  async write(@Body() { text }: WriteNoteRequest, @RequestContext() context: CommandContext): Promise<Written> {
    const noteId = createdId(context.commandId, 'note');
    const data = { ownerPartyId: context.actor.onBehalfOf ?? context.actor.id, text };
    return (await this.handler.notes.handle(noteId, { type: 'WriteNote', data }, context)).with({ noteId });
  }

  @Post(':noteId/amendments')
  @Allow('own party')
  @Errors('CONTRACTS.NOTE_CLOSED')
  amend(
    @Param('noteId', ParseUUIDPipe) noteId: string,
    @Body() { text }: WriteNoteRequest,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    return this.handler.amend(noteId, text, context);
  }

  @Post(':noteId/ended-sessions')
  @Allow('signed-in')
  end(
    @Param('noteId', ParseUUIDPipe) noteId: string,
    @Body() { sessionId }: EndSessionRequest,
    @Caller() { accountId }: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    const denyUntil = addMinutes(context.occurredAt, 6);
    return this.handler.notes.handle(noteId, { type: 'EndSession', data: { sessionId, accountId, denyUntil } }, context);
  }

  @Get()
  @Allow('signed-in')
  list(@Query() { limit }: ListNotes, @Caller() caller: VerifiedCaller): Promise<readonly NoteDocument[]> {
    return this.model.find({ ownerPartyId: caller.partyId }, { limit: limit ?? 20 });
  }

  @Post('burn')
  @HttpCode(200)
  @Allow('operator')
  @StepUp()
  burn(@Caller() caller: VerifiedCaller): Readonly<{ by: string }> {
    return { by: caller.accountId };
  }

  @Get('board')
  @Allow('public')
  board(@RequestContext() context: CommandContext): Readonly<{ actor: string }> {
    return { actor: context.actor.id };
  }

  @Get('broken')
  @Allow('public')
  broken(): never {
    throw new Error('the password of the database is hunter2');
  }
}
