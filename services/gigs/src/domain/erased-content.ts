import type { EventData } from '@guildhall/kernel';
import type { BriefEvent } from './brief/brief.events.js';
import type { GigEvent } from './gig/gig.events.js';

/**
 * Where an author's key is gone, a whole field of an event is one mark in words, lists as well. These give lists their shape back, with
 * the mark where words were, so that nothing which reads them has to know.
 */
type Gig = EventData<GigEvent, 'GigDrafted'>;
type Brief = EventData<BriefEvent, 'BriefDrafted'>;

/** The list as it is, or what stands in its place where it is a mark. */
const listOf = <T>(value: readonly T[], standIn: (mark: string) => readonly T[]): readonly T[] =>
  Array.isArray(value) ? value : standIn(String(value));

export const gigContentOf = <G extends Pick<Gig, 'otherSkills'>>(gig: G): G => ({
  ...gig,
  otherSkills: listOf(gig.otherSkills, (mark) => [mark]),
});

/** Measures keep their number and ids, which are not personal; of attachments not even the number is known. */
export const briefContentOf = (brief: Brief): Brief => ({
  ...brief,
  otherSkills: listOf(brief.otherSkills, (mark) => [mark]),
  kpis: listOf(brief.kpis, (mark) => Array.from({ length: brief.kpiCount }, () => ({ metric: mark, target: mark }))),
  criteria: listOf(brief.criteria, (mark) => brief.criteriaIds.map((criteriaId) => ({ criteriaId, text: mark }))),
  attachments: listOf(brief.attachments, () => []),
});
