import { CommandHandler, type CommandRoutes, type EventStore } from '@guildhall/event-sourcing';
import type { ServiceName } from '@guildhall/kernel';
import {
  heardClock,
  heardSession,
  heardSigningKey,
  heardSubject,
  type NoteSandboxClock,
  type NoteSessionRevoked,
  type NoteSigningKey,
  type NoteSubjectForgotten,
} from './heard.decider.js';
import { heardStorages, SANDBOX } from './heard.events.js';

/** Routes of the commands by which a service notes what identity told. */
export const heardRoutes = (service: ServiceName, store: EventStore): CommandRoutes => {
  const storages = heardStorages(service);
  const sessions = new CommandHandler(store, storages.session, heardSession);
  const signingKeys = new CommandHandler(store, storages.signingKey, heardSigningKey);
  const clocks = new CommandHandler(store, storages.clock, heardClock);
  const subjects = new CommandHandler(store, storages.subject, heardSubject);
  return {
    NoteSessionRevoked: (command: NoteSessionRevoked, context) => sessions.handle(command.data.sessionId, command, context),
    NoteSigningKey: (command: NoteSigningKey, context) => signingKeys.handle(command.data.kid, command, context),
    NoteSandboxClock: (command: NoteSandboxClock, context) => clocks.handle(SANDBOX, command, context),
    NoteSubjectForgotten: (command: NoteSubjectForgotten, context) => subjects.handle(command.data.subjectId, command, context),
  };
};
