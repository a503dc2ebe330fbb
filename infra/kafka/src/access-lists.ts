import kafkajs from 'kafkajs';
import { asAdministrator, type BrokerAddress } from './topics.js';

// CommonJS: of these names only the default export is sure to be found.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

const OPERATIONS = {
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
  Describe: AclOperationTypes.DESCRIBE,
  Delete: AclOperationTypes.DELETE,
  DescribeConfigs: AclOperationTypes.DESCRIBE_CONFIGS,
} as const;
const RESOURCES = { topic: AclResourceTypes.TOPIC, group: AclResourceTypes.GROUP } as const;
const PATTERNS = { literal: ResourcePatternTypes.LITERAL, prefix: ResourcePatternTypes.PREFIXED } as const;

/** What one user may do with a topic or a group, or with all whose names begin so. */
export interface AccessList {
  readonly user: string;
  readonly resource: keyof typeof RESOURCES;
  readonly name: string;
  readonly pattern: keyof typeof PATTERNS;
  readonly operations: readonly (keyof typeof OPERATIONS)[];
}

/**
 * Grants what the lists name, from every host; what is granted already stays. Whatever no list names is denied by the broker.
 *
 * @throws the client's error while the broker does not answer
 */
export const grantAccess = (address: BrokerAddress, lists: readonly AccessList[]): Promise<void> =>
  asAdministrator(address, async (admin) => {
    const acl = lists.flatMap(({ user, resource, name, pattern, operations }) =>
      operations.map((operation) => ({
        principal: `User:${user}`,
        host: '*',
        resourceType: RESOURCES[resource],
        resourceName: name,
        resourcePatternType: PATTERNS[pattern],
        operation: OPERATIONS[operation],
        permissionType: AclPermissionTypes.ALLOW,
      })),
    );
    if (acl.length > 0) await admin.createAcls({ acl });
  });
