import { subjectForgottenV1 } from '@guildhall/event-catalogue';
import { factsFrom, type FactMapping } from '@guildhall/messaging';
import { subjectStorage, type SubjectEvent } from '../domain/subject/subject.events.js';

const ofSubject = factsFrom<SubjectEvent>(subjectStorage);

/** Told when the keys are gone, and again when those that the law kept are: then nothing is held any more. */
export const subjectFacts: readonly FactMapping[] = [
  ofSubject('SubjectForgotten', subjectForgottenV1, ({ data: { subjectId, pseudonymId, requestedAt, legalHoldUntil } }) => {
    return { subjectId, pseudonymId, requestedAt, legalHoldUntil };
  }),
  ofSubject('HeldKeysDestroyed', subjectForgottenV1, ({ data: { subjectId, pseudonymId, requestedAt } }) => {
    return { subjectId, pseudonymId, requestedAt, legalHoldUntil: null };
  }),
];
