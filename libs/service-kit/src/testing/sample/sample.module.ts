import { COMMAND_ROUTES, type CommandContext, type CommandRoutes } from '@guildhall/event-sourcing';
import { Module } from '@nestjs/common';
import { defineService } from '../../definition/service-definition.js';
import { GuildhallModule } from '../../runtime/guildhall.module.js';
import { NoteHandler, NotesController } from './note.controllers.js';
import { noteErrors, noteStorage } from './note.domain.js';
import { echo, notes } from './note.processes.js';

/** Service-kit's own specs run on this service: one aggregate, one read model, one process with a timer. */
export const sampleDefinition = defineService({
  service: 'contracts',
  storages: [noteStorage],
  projections: [notes],
  processes: [echo],
  facts: [],
  errors: noteErrors,
  listens: ['identity'],
});

const routes = (handler: NoteHandler): CommandRoutes => ({
  EchoNote: ({ data }: { data: { noteId: string; of: string } }, context: CommandContext) =>
    handler.notes.handle(data.noteId, { type: 'EchoNote', data: { of: data.of } }, context),
});

@Module({
  imports: [GuildhallModule.forService(sampleDefinition)],
  controllers: [NotesController],
  providers: [NoteHandler, { provide: COMMAND_ROUTES, useFactory: routes, inject: [NoteHandler] }],
})
export class SampleModule {}
