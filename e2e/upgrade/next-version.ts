/** One change of a file: the text that stands there exactly once, and what stands there in the next version. */
export type Edit = Readonly<{ file: string; from: string; to: string }>;
export type NewFile = Readonly<{ file: string; text: string }>;

const FACTS = 'libs/event-catalogue/src';
const CONTRACT = 'services/contracts/src/domain/contract';
const MAPPINGS = 'services/contracts/src/facts/contract.facts.ts';

const DELIVERY_RECEIVED = `import { defineFactSchema, type DataOf } from '../schema/fact-definition.js';
import { id, instant, ordinal } from '../schema/fields.js';

/** The platform has a delivery. */
export const deliveryReceivedV1 = defineFactSchema({
  name: 'DeliveryReceived',
  version: 1,
  owner: 'contracts',
  key: 'contractId',
  says: 'the platform has a delivery',
  data: { contractId: id, milestoneId: id, deliverableVersion: ordinal, receivedAt: instant },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    deliverableVersion: 2,
    receivedAt: '2026-03-14T18:00:00.000Z',
  },
});
export type DeliveryReceivedData = DataOf<typeof deliveryReceivedV1>;
`;

/**
 * Contracts as its next version might be: `MilestoneSubmitted` has an optional field more, in the log and in the fact, and a new event
 * type `DeliveryReceived` is written beside it and told as a new fact.
 */
export const newFiles: readonly NewFile[] = [
  { file: `${FACTS}/contracts/delivery-received.v1.fact.ts`, text: DELIVERY_RECEIVED },
];

export const edits: readonly Edit[] = [
  {
    file: `${FACTS}/contracts/milestone-submitted.v1.fact.ts`,
    from: '    aiUse: code,\n',
    to: '    aiUse: code,\n    receivedAt: optional(instant),\n',
  },
  {
    file: `${FACTS}/index.ts`,
    from: "export * from './contracts/contract-ended.v1.fact.js';\n",
    to: "export * from './contracts/contract-ended.v1.fact.js';\nexport * from './contracts/delivery-received.v1.fact.js';\n",
  },
  {
    file: `${FACTS}/definitions.ts`,
    from: "import { contractEndedV1 } from './contracts/contract-ended.v1.fact.js';\n",
    to:
      "import { contractEndedV1 } from './contracts/contract-ended.v1.fact.js';\n" +
      "import { deliveryReceivedV1 } from './contracts/delivery-received.v1.fact.js';\n",
  },
  { file: `${FACTS}/definitions.ts`, from: '  contractEndedV1,\n', to: '  contractEndedV1,\n  deliveryReceivedV1,\n' },
  {
    file: `${CONTRACT}/milestone.events.ts`,
    from: '        submittedAt: Instant;\n',
    to: '        submittedAt: Instant;\n        receivedAt?: Instant;\n',
  },
  {
    file: `${CONTRACT}/milestone.events.ts`,
    from: "  | DomainEvent<'MilestoneDropped',",
    to:
      "  | DomainEvent<'DeliveryReceived', { milestoneId: string; deliverableVersion: number; receivedAt: Instant }>\n" +
      "  | DomainEvent<'MilestoneDropped',",
  },
  { file: `${CONTRACT}/contract.events.ts`, from: '    RulingSeen: 1,\n', to: '    RulingSeen: 1,\n    DeliveryReceived: 1,\n' },
  {
    file: `${CONTRACT}/milestone.evolve.ts`,
    from: '  RulingSeen: true,\n',
    to: '  RulingSeen: true,\n  DeliveryReceived: true,\n',
  },
  {
    file: `${CONTRACT}/milestone.evolve.ts`,
    from: "    case 'RulingSeen':\n",
    to: "    case 'RulingSeen':\n    case 'DeliveryReceived':\n",
  },
  {
    file: `${CONTRACT}/decide-work.ts`,
    from: '        submittedAt: at,\n',
    to: '        submittedAt: at,\n        receivedAt: at,\n',
  },
  {
    file: `${CONTRACT}/decide-work.ts`,
    from: '        ...clockOfSubmission(contract, milestone, at),\n      },\n    },\n',
    to:
      '        ...clockOfSubmission(contract, milestone, at),\n      },\n    },\n' +
      "    { type: 'DeliveryReceived', data: { milestoneId, deliverableVersion: milestone.deliverableVersion + 1, receivedAt: at } },\n",
  },
  { file: MAPPINGS, from: '  contractSignedV1,\n', to: '  contractSignedV1,\n  deliveryReceivedV1,\n' },
  {
    file: MAPPINGS,
    from: 'contentHash, submittedAt, autoApproveAt, aiUse } = data;\n',
    to: 'contentHash, submittedAt, autoApproveAt, aiUse, receivedAt } = data;\n',
  },
  {
    file: MAPPINGS,
    from: 'contentHash, submittedAt, aiUse };\n',
    to: 'contentHash, submittedAt, aiUse, ...(receivedAt === undefined ? {} : { receivedAt }) };\n',
  },
  {
    file: MAPPINGS,
    from: "  tell('ApprovalReminded',",
    to:
      "  tell('DeliveryReceived', deliveryReceivedV1, ({ streamKey, data }) => ({ contractId: streamKey, ...data })),\n" +
      "  tell('ApprovalReminded',",
  },
];
