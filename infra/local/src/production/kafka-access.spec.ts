import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { keptLayout } from '../platform/layout.js';
import { serviceNames } from '../platform/services.js';
import { kafkaAccess, readTopicRegistry } from './kafka-access.js';

interface KafkaUser {
  readonly kind: string;
  readonly metadata: Readonly<{ labels: Readonly<Record<string, string>> }>;
  readonly spec: Readonly<{
    authorization: Readonly<{
      acls: readonly Readonly<{
        resource: Readonly<{ type: string; name: string; patternType: string }>;
        operations: readonly string[];
      }>[];
    }>;
  }>;
}

const { root } = keptLayout(0);
const line = (user: string, resource: string, pattern: string, name: string, operations: readonly string[]): string =>
  `${user}: ${resource} ${pattern} ${name}: ${[...operations].sort().join(' ')}`;

describe('The access lists of the local broker', () => {
  it('are those of the users that the chart makes', async () => {
    const text = await readFile(join(root, 'deploy', 'snapshots', 'highly-available.yaml'), 'utf8');
    const users = parseAllDocuments(text)
      .map((document) => document.toJS() as KafkaUser | null)
      .filter((manifest) => manifest?.kind === 'KafkaUser');
    const ofChart = users.flatMap((manifest) =>
      (manifest?.spec.authorization.acls ?? []).map(({ resource, operations }) =>
        line(
          manifest?.metadata.labels['guildhall/service'] ?? '',
          resource.type,
          resource.patternType,
          resource.name,
          operations,
        ),
      ),
    );
    const local = kafkaAccess(await readTopicRegistry(root)).map(({ user, resource, pattern, name, operations }) =>
      line(user, resource, pattern, name, operations),
    );
    expect(users).toHaveLength(serviceNames.length);
    expect(local.sort()).toEqual(ofChart.sort());
  });

  it('let each service write its own topic alone', async () => {
    const lists = kafkaAccess(await readTopicRegistry(root));
    const written = lists.filter(({ operations }) => operations.includes('Write')).map(({ user, name }) => [user, name]);
    expect(written).toEqual(serviceNames.map((service) => [service, `guildhall.${service}.events`]));
  });

  it('let each service ask for the settings of its own topic alone', async () => {
    const lists = kafkaAccess(await readTopicRegistry(root));
    const asked = lists.filter(({ operations }) => operations.includes('DescribeConfigs')).map(({ user, name }) => [user, name]);
    expect(asked).toEqual(serviceNames.map((service) => [service, `guildhall.${service}.events`]));
  });
});
