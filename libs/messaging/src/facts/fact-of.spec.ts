import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FACT } from '@guildhall/event-catalogue';
import { factOf, type RecordContent } from './fact-of.js';
import { UnreadableRecord } from './record.errors.js';
import { approvalData, approvalRecord, contractId, storedApproval } from './stored-event.factory.js';

const contract = contractId(1);
const record = approvalRecord(3, contract);
const body = JSON.parse(record.value) as { meta: object; data: object };
const withBody = (value: unknown): RecordContent => ({ ...record, value: JSON.stringify(value) });
const withHeader = (name: string, value: string): RecordContent => ({ ...record, headers: { ...record.headers, [name]: value } });
const without = (name: string): RecordContent => {
  const { [name]: _gone, ...headers } = record.headers;
  return { ...record, headers };
};
const codeOf = (content: RecordContent): string => {
  try {
    factOf(content);
  } catch (error) {
    if (error instanceof UnreadableRecord) return error.code;
    throw error;
  }
  return 'readable';
};

describe('The fact of a record', () => {
  it('is what the event told', () => {
    const { id, metadata } = storedApproval(3, contract);
    expect(factOf(record)).toEqual({
      id,
      type: FACT.MilestoneApproved,
      source: '/guildhall/contracts',
      subject: contract,
      key: contract,
      time: '2026-03-15T10:00:00.000Z',
      recordedTime: '2026-03-15T10:00:00.250Z',
      position: '256',
      revision: '3',
      correlationId: metadata.$correlationId,
      causationId: metadata.$causationId,
      traceparent: metadata.traceparent,
      meta: { actor: metadata.actor, policyRefs: metadata.policyRefs, region: 'eu' },
      data: approvalData(contract),
    });
  });

  it('lets through headers and fields that it does not know', () => {
    const newer = withBody({ ...body, data: { ...body.data, added: 1 }, extra: true });
    expect(factOf({ ...newer, headers: { ...newer.headers, ce_storeepoch: '2' } }).data).toMatchObject({ added: 1 });
  });

  it.each([
    ['no value', { ...record, value: null }],
    ['no key', { ...record, key: null }],
    ['a value that is no JSON', { ...record, value: '{"meta":' }],
    ['a list as its value', withBody([])],
    ['no data', withBody({ meta: body.meta })],
    ['no actor', withBody({ ...body, meta: { ...body.meta, actor: { kind: 'robot', id: 'x' } } })],
    ['policies that are no texts', withBody({ ...body, meta: { ...body.meta, policyRefs: { fee: 1 } } })],
    ['another version of CloudEvents', withHeader('ce_specversion', '0.3')],
    ['another content type', withHeader('content-type', 'text/plain')],
    ['a position that is no number', withHeader('ce_sequence', '0x10')],
    ['a time with an offset', withHeader('ce_time', '2026-03-15T10:00:00+01:00')],
    ...Object.keys(record.headers)
      .filter((name) => name !== 'ce_traceparent' && name !== 'ce_dataschema')
      .map((name): [string, RecordContent] => [`no ${name}`, without(name)]),
  ])('is malformed with %s', (_what, content) => {
    expect(codeOf(content)).toBe('MESSAGING.MALFORMED_RECORD');
  });

  it('is unknown where the catalogue does not hold its type', () => {
    expect(codeOf(withHeader('ce_type', 'guildhall.contracts.nda-signed.v1'))).toBe('MESSAGING.UNKNOWN_FACT');
  });

  it('is refused where a known field breaks its schema', () => {
    expect(codeOf(withBody({ ...body, data: { ...body.data, contractId: 7 } }))).toBe('MESSAGING.SCHEMA_MISMATCH');
  });

  it('names no values in its refusals', () => {
    expect(() => factOf(withBody({ ...body, data: { ...body.data, contractId: 'Jane Doe' } }))).not.toThrow(/Jane/);
  });

  it('answers poison of any form with the typed error, never with another', () => {
    fc.assert(
      fc.property(
        fc.option(fc.string()),
        fc.option(fc.oneof(fc.string(), fc.json())),
        fc.dictionary(fc.constantFrom(...Object.keys(record.headers)), fc.string()),
        (key, value, headers) => {
          expect(codeOf({ key, value, headers: { ...record.headers, ...headers } })).toMatch(/^(MESSAGING\.|readable)/);
        },
      ),
    );
  });
});
