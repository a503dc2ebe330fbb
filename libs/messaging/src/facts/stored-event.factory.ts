import { milestoneApprovedV1, type DataOf } from '@guildhall/event-catalogue';
import type { EventMetadata, NewEvent, StoredEvent } from '@guildhall/event-sourcing';
import { deriveId, type OutgoingRecord } from '@guildhall/kernel';
import { defineFact, type FactMapping } from './fact-mapping.js';
import { recordOf } from './record-of.js';

type Approved = DataOf<typeof milestoneApprovedV1>;

/** Test data: an approval is the stored event, and its fact says the same. */
export const approvalMapping: FactMapping = defineFact<'MilestoneApproved', Approved, typeof milestoneApprovedV1>({
  category: 'contracts.contract',
  event: 'MilestoneApproved',
  fact: milestoneApprovedV1,
  data: ({ data }) => data,
});

/** Id of the nth test contract. */
export const contractId = (n: number): string => deriveId('test contract', String(n));

export const approvalData = (contract: string): Approved => ({ ...milestoneApprovedV1.example, contractId: contract });

const traceId = (n: number): string => n.toString(16).padStart(32, '0');

/** Metadata of the nth command of a test; each has a trace of its own. */
export const metadata = (n: number): EventMetadata => ({
  $correlationId: deriveId('correlation', String(n)),
  $causationId: deriveId('causation', String(n)),
  commandId: deriveId('command', String(n)),
  actor: { kind: 'account', id: deriveId('account', '1') },
  occurredAt: '2026-03-15T10:00:00.000Z',
  schemaVersion: 1,
  policyRefs: { fee: 'fee.v1' },
  region: 'eu',
  traceparent: `00-${traceId(n + 1)}-00000000000000aa-01`,
});

/** The nth event of a test as it is appended: an approval of this contract. */
export const newApproval = (n: number, contract: string): NewEvent => ({
  id: deriveId('approval', String(n)),
  type: 'MilestoneApproved',
  data: approvalData(contract),
  metadata: metadata(n),
});

/** The nth event of a test as it is read: revision and position follow from `n`. */
export const storedApproval = (n: number, contract: string): StoredEvent => ({
  ...newApproval(n, contract),
  stream: `contracts.contract-${contract}`,
  category: 'contracts.contract',
  streamKey: contract,
  revision: BigInt(n),
  position: BigInt(n + 1) * 64n,
  recordedAt: '2026-03-15T10:00:00.250Z',
});

/** The record of the nth event of a test. */
export const approvalRecord = (n: number, contract: string): OutgoingRecord => {
  const record = recordOf(storedApproval(n, contract), approvalMapping);
  if (!record) throw new Error('The test mapping tells every approval');
  return record;
};
