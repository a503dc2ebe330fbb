import { describe, expect, it } from '@jest/globals';
import { Kafka, ValidationError, type CloudEvent, type KafkaMessage } from 'cloudevents';
import { FACT, milestoneApprovedV1 } from '@guildhall/event-catalogue';
import { approvalData, approvalMapping, approvalRecord, contractId, storedApproval } from './stored-event.factory.js';
import { FactMappings } from './fact-mapping.js';
import { recordOf } from './record-of.js';

const contract = contractId(1);
const event = storedApproval(3, contract);

describe('The record of a stored event', () => {
  it('has the headers of the one table, and no others', () => {
    expect(approvalRecord(3, contract).headers).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: 'guildhall.contracts.milestone-approved.v1',
      ce_source: '/guildhall/contracts',
      ce_subject: contract,
      ce_time: '2026-03-15T10:00:00.000Z',
      ce_recordedtime: '2026-03-15T10:00:00.250Z',
      ce_sequence: '256',
      ce_streamrevision: '3',
      ce_correlationid: event.metadata.$correlationId,
      ce_causationid: event.metadata.$causationId,
      ce_dataschema: 'urn:guildhall:fact:guildhall.contracts.milestone-approved.v1',
      ce_traceparent: '00-00000000000000000000000000000004-00000000000000aa-01',
    });
  });

  it("carries who and under which policies beside the data, and the catalogue's key", () => {
    const { key, value } = approvalRecord(3, contract);
    expect(key).toBe(contract);
    const { actor, policyRefs, region } = event.metadata;
    expect(JSON.parse(value)).toEqual({ meta: { actor, policyRefs, region }, data: approvalData(contract) });
  });

  it('is a CloudEvent of binary mode to the CloudEvents SDK', () => {
    const { key, value, headers } = approvalRecord(3, contract);
    const message: KafkaMessage<string> = { headers, body: value, key, value };
    const read = Kafka.toEvent(message) as CloudEvent<unknown>;
    expect(() => read.validate()).not.toThrow(ValidationError);
    expect(read).toMatchObject({
      id: event.id,
      type: FACT.MilestoneApproved,
      source: '/guildhall/contracts',
      subject: contract,
      dataschema: `urn:guildhall:fact:${FACT.MilestoneApproved}`,
      datacontenttype: 'application/json',
      sequence: '256',
      streamrevision: '3',
      recordedtime: '2026-03-15T10:00:00.250Z',
    });
    expect(Date.parse(String(read.time))).toBe(Date.parse(event.metadata.occurredAt));
  });

  it('names the epoch of a restored store, and no other', () => {
    const told = [1, 2].map((epoch) => recordOf(event, approvalMapping, epoch)?.headers['ce_storeepoch']);
    expect(told).toEqual([undefined, '2']);
  });

  it('has no trace header where the command had none', () => {
    const { traceparent: _without, ...metadata } = event.metadata;
    expect(recordOf({ ...event, metadata }, approvalMapping)?.headers).not.toHaveProperty('ce_traceparent');
  });

  it('is not made where the mapping says that this event is no fact', () => {
    expect(recordOf(event, { ...approvalMapping, data: () => null })).toBeNull();
  });

  it('is refused where the data holds more than the catalogue names', () => {
    const mapping = { ...approvalMapping, data: () => ({ ...approvalData(contract), note: 'well done' }) as never };
    expect(() => recordOf(event, mapping)).toThrow(/does not fit.*\/note/);
  });

  it('is refused where the mapping names another key than the catalogue', () => {
    expect(() => recordOf(event, { ...approvalMapping, key: () => contractId(2) })).toThrow(/not the catalogue's key/);
  });
});

describe('Mappings of a service', () => {
  it('tell at most one fact an event', () => {
    expect(() => new FactMappings([approvalMapping, { ...approvalMapping, fact: milestoneApprovedV1 }])).toThrow(/two facts/);
  });

  it('leave other events private', () => {
    const mappings = new FactMappings([approvalMapping]);
    expect(mappings.of(event)).toBe(approvalMapping);
    expect(mappings.of({ ...event, category: 'contracts.draft' })).toBeUndefined();
    expect(mappings.categoriesOf(FACT.MilestoneApproved)).toEqual(['contracts.contract']);
  });
});
