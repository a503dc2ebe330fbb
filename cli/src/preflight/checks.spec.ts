import { describe, expect, it } from '@jest/globals';
import { catalogue, topics as registry } from '@guildhall/event-catalogue';
import {
  catalogueFindings,
  configurationFindings,
  groupFindings,
  readModelFindings,
  topicFindings,
  versionFindings,
} from './checks.js';

const process = {
  service: 'gigs',
  version: '1.0.0',
  commit: 'abcdef',
  roles: ['api', 'relay', 'projector', 'processor'],
  sandboxMode: false,
};
const now = Date.parse('2026-03-02T10:00:00.000Z');
const verdicts = (findings: readonly Readonly<{ verdict: string }>[]): readonly string[] =>
  findings.map(({ verdict }) => verdict);
const topic = registry[0] as (typeof registry)[number];
const standing = { name: topic.name, partitions: topic.partitions, config: topic.config, records: '7', groups: [] };

describe('The check before an upgrade', () => {
  it('lets one build pass and refuses to begin a second upgrade', () => {
    expect(verdicts(versionFindings([process, { ...process, service: 'payments' }]))).toEqual(['ok']);
    expect(verdicts(versionFindings([process, { ...process, commit: 'fedcba' }]))).toEqual(['problem']);
    expect(verdicts(versionFindings([]))).toEqual(['problem']);
  });

  it('wants one sandbox mode and every role', () => {
    expect(verdicts(configurationFindings([process]))).toEqual(['ok', 'ok']);
    expect(verdicts(configurationFindings([process, { ...process, sandboxMode: true }]))).toEqual(['problem', 'ok']);
    expect(configurationFindings([{ ...process, roles: ['api'] }])[1]).toMatchObject({
      verdict: 'attention',
      detail: expect.stringContaining('relay, projector, processor'),
    });
  });

  it.each([
    ['nothing is stored', null, null, 'problem'],
    ['the stored version is another', { version: 1, state: 'live' }, null, 'problem'],
    ['it is being rebuilt', { version: 2, state: 'rebuilding' }, null, 'problem'],
    ['it is an hour behind', { version: 2, state: 'live' }, '2026-03-02T09:00:00.000Z', 'problem'],
    ['it is seconds behind', { version: 2, state: 'live' }, '2026-03-02T09:59:55.000Z', 'ok'],
    ['it is up to date', { version: 2, state: 'live' }, null, 'ok'],
  ] as const)('of a read model where %s', (_what, stored, waitingSince, verdict) => {
    const readModel = { name: 'board', version: 2, stored: stored && { ...stored, generation: 1, position: '9' }, waitingSince };
    expect(verdicts(readModelFindings({ ...process, readModels: [readModel] }, now))).toEqual([verdict]);
  });

  it.each([
    ['fits', standing, 'ok'],
    ['is not there', { ...standing, partitions: null }, 'problem'],
    ['has other partitions', { ...standing, partitions: 24 }, 'problem'],
    ['would lose facts', { ...standing, config: { ...topic.config, 'retention.ms': '604800000' } }, 'problem'],
    ['may not be described', { ...standing, config: null }, 'attention'],
  ] as const)('of a topic that %s', (_what, found, verdict) => {
    expect(verdicts(topicFindings([found], [topic]))).toEqual([verdict]);
    expect(verdicts(topicFindings([], [topic]))).toEqual(['problem']);
  });

  it('says of settings that may not be read which right is missing', () => {
    const [found] = topicFindings([{ ...standing, config: null }], [topic]);
    expect(found).toMatchObject({ verdict: 'attention', detail: expect.stringContaining('DescribeConfigs') });
  });

  it('finds a group that nobody is in, adding up its topics', () => {
    const group = { group: 'guildhall.gigs', state: 'Stable', members: 2, lag: '3' };
    const [found] = groupFindings([
      { ...standing, groups: [group] },
      { ...standing, groups: [{ ...group, lag: null }] },
    ]);
    expect(found).toMatchObject({ verdict: 'ok', detail: 'Stable, 2 members, 3 records behind' });
    const left = { ...group, state: 'Empty', members: 0 };
    expect(verdicts(groupFindings([{ ...standing, groups: [left] }]))).toEqual(['problem']);
  });

  it('compares told facts with the catalogue of this version', () => {
    const [definition] = catalogue;
    if (!definition) throw new Error('the catalogue is empty');
    const { type, schema } = definition;
    expect(verdicts(catalogueFindings('identity', [{ type, schema: { ...schema } }]))).toEqual(['ok']);
    const more = { ...schema, properties: { ...schema.properties, gone: { type: 'string' } } };
    expect(verdicts(catalogueFindings('identity', [{ type, schema: more }]))).toEqual(['problem']);
    expect(verdicts(catalogueFindings('identity', [{ type: 'guildhall.identity.unheard.v9', schema: {} }]))).toEqual(['problem']);
  });
});
