import { COMMAND_ROUTES, type CommandContext, type CommandRoutes } from '@guildhall/event-sourcing';
import type { ServiceName, StorageContract } from '@guildhall/kernel';
import { Module, type Type } from '@nestjs/common';
import { defineService, type ServiceDefinition } from '../../definition/service-definition.js';
import { GuildhallModule } from '../../runtime/guildhall.module.js';
import { NoteHandler, NotesController } from './note.controllers.js';
import { noteAnswers } from './note.answers.js';
import { noteErrors, type NoteCommand } from './note.domain.js';
import { NOTE_VERSION, present, type NoteVersion } from './note.next.js';
import { echo, notes, sessionEnded } from './note.processes.js';

const routes = (handler: NoteHandler): CommandRoutes => ({
  EchoNote: (command: Extract<NoteCommand, { type: 'EchoNote' }>, context: CommandContext) =>
    handler.notes.handle(command.data.noteId, command, context),
});

/** A service for service-kit's own specs: one aggregate, one read model, one process with a timer, one fact. */
export const sampleService = (
  service: ServiceName,
  version: NoteVersion = present,
): Readonly<{ definition: ServiceDefinition; module: Type<object> }> => {
  const definition = defineService({
    service,
    storages: [version.storage(service) as StorageContract],
    projections: [notes(service)],
    processes: [echo(service)],
    facts: [sessionEnded(service)],
    errors: noteErrors(service),
    answers: noteAnswers,
    listens: ['identity'],
  });
  @Module({
    imports: [GuildhallModule.forService(definition)],
    controllers: [NotesController],
    providers: [
      NoteHandler,
      { provide: NOTE_VERSION, useValue: version },
      { provide: COMMAND_ROUTES, useFactory: routes, inject: [NoteHandler] },
    ],
  })
  class SampleModule {}
  return { definition, module: SampleModule };
};
