import type { CommandContext, CommandRoutes } from '@guildhall/event-sourcing';
import type { Command } from '@guildhall/kernel';
import { Injectable } from '@nestjs/common';
import { DestroyedKeys } from './application/erasure/destroyed-keys.js';
import { ForgetSubjectHandler } from './application/erasure/forget-subject.handler.js';
import { LegalHolds } from './application/erasure/legal-holds.js';
import { SubjectViews } from './application/erasure/subject-view.js';
import { SubjectsController } from './application/erasure/subjects.controller.js';
import { subjectStorage } from './domain/subject/subject.events.js';
import { subjectFacts } from './facts/subject.facts.js';
import type { IdentityPart, RoutesOfPart } from './identity.part.js';
import { erasure } from './processes/erasure/erasure.process.js';

type OfSubject<Type extends string> = Command<Type, { subjectId: string }>;

/** Commands of the process `erasure`. */
@Injectable()
export class ErasureRoutes implements RoutesOfPart {
  readonly routes: CommandRoutes;

  constructor(handler: ForgetSubjectHandler) {
    this.routes = {
      ForgetSubject: ({ data }: OfSubject<'ForgetSubject'>, context: CommandContext) => handler.forget(data.subjectId, context),
      ForgetHeld: ({ data }: OfSubject<'ForgetHeld'>, context: CommandContext) => handler.forgetHeld(data.subjectId, context),
    };
  }
}

/** The erasure of persons. Needs the outbox of the notifier and the write models of accounts. */
export const erasurePart: IdentityPart = {
  storages: [subjectStorage],
  projections: [],
  processes: [erasure] as IdentityPart['processes'],
  facts: subjectFacts,
  controllers: [SubjectsController],
  providers: [DestroyedKeys, LegalHolds, ForgetSubjectHandler, SubjectViews],
  routes: ErasureRoutes,
  listens: [],
};
