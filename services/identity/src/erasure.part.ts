import type { CommandContext, CommandRoutes } from '@guildhall/event-sourcing';
import type { Command } from '@guildhall/kernel';
import { Injectable } from '@nestjs/common';
import { DestroyedKeys } from './application/erasure/destroyed-keys.js';
import { ErasureBlocks } from './application/erasure/erasure-blocks.js';
import { ErasureTermsDesk } from './application/erasure/erasure-terms.js';
import { ErasuresListController } from './application/erasure/erasures-list.controller.js';
import { ForgetSubjectHandler } from './application/erasure/forget-subject.handler.js';
import { LegalHolds } from './application/erasure/legal-holds.js';
import { OpenCases } from './application/erasure/open-cases.js';
import { OwnErasureController } from './application/erasure/own-erasure.controller.js';
import { SubjectViews } from './application/erasure/subject-view.js';
import { SubjectsController } from './application/erasure/subjects.controller.js';
import { standingStorage, type StandingCommand } from './domain/standing/standing.decider.js';
import { subjectStorage } from './domain/subject/subject.events.js';
import { subjectFacts } from './facts/subject.facts.js';
import type { IdentityPart, RoutesOfPart } from './identity.part.js';
import { erasure } from './processes/erasure/erasure.process.js';
import { OpenCasesListener } from './processes/open-cases/open-cases.listener.js';
import { openCases } from './processes/open-cases/open-cases.process.js';
import { erasures } from './projections/erasures/erasures.projection.js';

type OfSubject<Type extends string> = Command<Type, { subjectId: string }>;

/** Commands of the processes `erasure` and `open-cases`. */
@Injectable()
export class ErasureRoutes implements RoutesOfPart {
  readonly routes: CommandRoutes;

  constructor(handler: ForgetSubjectHandler, { standings }: OpenCases) {
    const note = (command: StandingCommand, context: CommandContext) => standings.handle(command.data.partyId, command, context);
    this.routes = {
      NoteCase: note,
      NoteCaseEnd: note,
      ForgetSubject: ({ data }: OfSubject<'ForgetSubject'>, context: CommandContext) => handler.forget(data.subjectId, context),
      ForgetHeld: ({ data }: OfSubject<'ForgetHeld'>, context: CommandContext) => handler.forgetHeld(data.subjectId, context),
    };
  }
}

/** The erasure of persons. Needs the outbox of the notifier and the write models of accounts. */
export const erasurePart: IdentityPart = {
  storages: [subjectStorage, standingStorage],
  projections: [erasures],
  processes: [erasure, openCases] as IdentityPart['processes'],
  facts: subjectFacts,
  controllers: [SubjectsController, ErasuresListController, OwnErasureController, OpenCasesListener],
  providers: [DestroyedKeys, LegalHolds, OpenCases, ErasureBlocks, ErasureTermsDesk, ForgetSubjectHandler, SubjectViews],
  routes: ErasureRoutes,
  listens: ['disputes'],
};
