import { describe, expect, it } from '@jest/globals';
import { FakePlatform } from '../testing/fake-platform.js';

const PATH = '/gigs/operations/relay/audits';
const offered = { 'GET /gigs/openapi.json': { body: { paths: { [PATH]: { post: {} } } } } };
const none = { facts: 0, records: 0, holes: 0, orderViolations: 0, strangers: 0, repeats: 0, otherEpochs: 0 };
const hole = { kind: 'hole', partition: 3, offset: null, position: '77', eventId: 'e1', type: 'guildhall.gigs.x.v1' };

describe('The verb `audit relay`', () => {
  it('goes through all stretches, carrying the place along, and answers 1 where something is wrong', async () => {
    const bodies: unknown[] = [];
    const stretch = { topic: 'guildhall.gigs.events', reached: '90' };
    const platform = new FakePlatform({
      ...offered,
      [`POST ${PATH}`]: ({ body }) => {
        bodies.push(body);
        const last = bodies.length === 2;
        const counts = { ...none, facts: 10, records: 9, holes: last ? 1 : 0 };
        return { body: { ...stretch, done: last, next: 'place', counts, findings: last ? [hole] : [] } };
      },
    });
    const { exit, out, err } = await platform.run('audit', 'relay', '--service', 'gigs', '--from', '12', '--output', 'json');
    expect(exit).toBe(1);
    expect(bodies).toEqual([{ from: '12' }, { at: 'place' }]);
    expect(JSON.parse(out)).toMatchObject({
      sound: false,
      audits: [{ service: 'gigs', counts: { facts: 20, holes: 1 }, findings: [hole] }],
    });
    expect(err).toBe('gigs: 10 facts compared, up to position 90\ngigs: 20 facts compared, up to position 90\n');
  });

  it('answers 0 where all is sound, and names nothing', async () => {
    const body = { topic: 't', done: true, reached: null, next: 'place', counts: { ...none, repeats: 2 }, findings: [] };
    const { exit, out } = await new FakePlatform({ ...offered, [`POST ${PATH}`]: { body } }).run(
      'audit',
      'relay',
      '--service',
      'gigs',
    );
    expect(exit).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(3);
  });

  it('takes no position that is none', async () => {
    expect((await new FakePlatform({}).run('audit', 'relay', '--from', 'yesterday')).exit).toBe(2);
  });
});
