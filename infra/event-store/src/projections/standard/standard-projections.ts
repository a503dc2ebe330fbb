import { LINK_TYPE } from '../../log/links.js';
import { isMetadataStream } from '../../log/record.js';
import { categoryOf, queryOf, type CategoryRule } from './category.js';
import { correlationOf } from './correlation.js';
import { DELETED_MARK, deletesStream, linkTo, REFERENCE_TYPE, subjectOf, type Emission, type SourceEvent } from './emission.js';
import type { SystemProjection } from './system-projection.js';

/** `$streams`: a link to the first event of every stream. */
const streams: SystemProjection = {
  name: '$streams',
  handler: 'IndexStreams',
  query: '',
  includesLinks: true,
  // The link is to the place itself, also where a link lies there.
  emit: ({ stream, revision }) =>
    revision === 0 ? { stream: '$streams', type: LINK_TYPE, data: `${revision}@${stream}` } : undefined,
};

/** `$stream_by_category`: a reference to every stream in `$category-<category>`. */
const streamByCategory = (rule: CategoryRule): SystemProjection => ({
  name: '$stream_by_category',
  handler: 'CategorizeStreamByPath',
  query: queryOf(rule),
  includesLinks: true,
  emit({ stream, revision }) {
    const category = revision === 0 ? categoryOf(stream, rule) : undefined;
    return category === undefined ? undefined : { stream: `$category-${category}`, type: REFERENCE_TYPE, data: stream };
  },
});

/** `$by_category`: a link to every event in `$ce-<category>`, deletions of streams among them. */
const byCategory = (rule: CategoryRule): SystemProjection => ({
  name: '$by_category',
  handler: 'CategorizeEventsByStreamPath',
  query: queryOf(rule),
  includesLinks: true,
  emit(event) {
    const deletes = deletesStream(event);
    // Of metadata, those that delete the stream are categorised and no others.
    if (isMetadataStream(event.stream) && !deletes) return undefined;
    const subject = subjectOf(event);
    const category = categoryOf(subject, rule);
    if (category === undefined) return undefined;
    const extra = { $o: subject, ...(deletes && DELETED_MARK) };
    return { stream: `$ce-${category}`, type: LINK_TYPE, data: linkTo(event), extra };
  },
});

/** `$by_event_type`: a link to every event in `$et-<type>`, to deletions of streams in `$et-$deleted`. */
const byEventType: SystemProjection = {
  name: '$by_event_type',
  handler: 'IndexEventsByEventType',
  query: '',
  includesLinks: false,
  checkpointMarks: '$et',
  emit(event) {
    // 23.10 names the stream, not its metadata stream, in links to metadata: they resolve to another event or to none.
    const data = linkTo(event, subjectOf(event));
    if (deletesStream(event)) return { stream: '$et-$deleted', type: LINK_TYPE, data, extra: DELETED_MARK };
    return { stream: `$et-${event.type}`, type: LINK_TYPE, data };
  },
};

/** `$by_correlation_id`: a link to every event whose metadata carry a `$correlationId` in `$bc-<id>`. */
const byCorrelationId: SystemProjection = {
  name: '$by_correlation_id',
  handler: 'ByCorrelationId',
  query: '{"correlationIdProperty":"$correlationId"}',
  includesLinks: true,
  emit(event): Emission | undefined {
    const correlated = correlationOf(event.metadata);
    if (!correlated) return undefined;
    const link = event.type === LINK_TYPE && { $link: { eventId: event.id, metadata: correlated.metadata } };
    const extra = { $eventTimestamp: timestampOf(event), ...link };
    return { stream: `$bc-${correlated.correlationId}`, type: LINK_TYPE, data: linkTo(event), extra };
  },
};

/** The original gives six digits of a second. */
const timestampOf = ({ created }: SourceEvent): string => new Date(created).toISOString().replace('Z', '000Z');

/** The system projections, in the order in which the original registers them. */
export const standardProjections = (rule: CategoryRule): readonly SystemProjection[] => [
  streams,
  streamByCategory(rule),
  byCategory(rule),
  byEventType,
  byCorrelationId,
];
