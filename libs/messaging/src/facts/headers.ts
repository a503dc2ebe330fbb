/** Names of the record headers (CloudEvents 1.0 Kafka binding, binary mode; architecture.md §4 is the definition). */
export const HEADER = {
  contentType: 'content-type',
  specVersion: 'ce_specversion',
  id: 'ce_id',
  type: 'ce_type',
  source: 'ce_source',
  subject: 'ce_subject',
  time: 'ce_time',
  recordedTime: 'ce_recordedtime',
  sequence: 'ce_sequence',
  streamRevision: 'ce_streamrevision',
  correlationId: 'ce_correlationid',
  causationId: 'ce_causationid',
  dataSchema: 'ce_dataschema',
  storeEpoch: 'ce_storeepoch',
  traceparent: 'ce_traceparent',
} as const;

export const CONTENT_TYPE = 'application/json';
export const SPEC_VERSION = '1.0';
