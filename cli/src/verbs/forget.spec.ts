import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@guildhall/kernel';
import { FakePlatform, type Got } from '../testing/fake-platform.js';

const ADA = '8fac2768-2267-5b88-b0c1-49a5a884a9d1';
const AT = '2026-06-02T09:00:01.000Z';
const PATH = `/identity/operations/subjects/${ADA}`;
const FORGET = ['forget', ADA, '--reason', 'asked by letter', '--wait', '1'];
const offered = {
  'GET /identity/openapi.json': { body: { paths: { '/identity/operations/subjects/{accountId}/forget': { post: {} } } } },
};

const receipt = (service: string, at: string | null) => ({ service, heardAt: at, readModels: [{ name: 'shown', erasedAt: at }] });
const keys = (state: 'there' | 'gone', kyc: 'there' | 'held' | 'gone' = state) => [
  { purpose: 'contact', state },
  { purpose: 'kyc', state: kyc },
];
const closed = { state: 'closed', blocks: [], legalHoldUntil: null, keys: keys('there'), mails: 2, ...receipt('identity', null) };
const held = {
  ...receipt('identity', AT),
  ...{
    state: 'held',
    blocks: [],
    pseudonymId: 'p',
    requestedAt: AT,
    forgottenAt: AT,
    legalHoldUntil: '2031-06-01T09:00:00.000Z',
  },
  ...{ keys: keys('gone', 'held'), mails: 0 },
};

/** Erases when it is asked to; `late`: a service that never hears of it. */
const platformWith = (before: object, late: string | null = null): FakePlatform => {
  let asked = false;
  const others = SERVICES.filter((service) => service !== 'identity').map((service) => [
    `GET /${service}/operations/subjects/${ADA}`,
    () => ({ body: receipt(service, asked && service !== late ? AT : null) }),
  ]);
  return new FakePlatform({
    ...offered,
    [`GET ${PATH}`]: () => ({ body: asked ? held : before }),
    [`POST ${PATH}/forget`]: ({ key }: Got) => {
      asked = key !== null;
      return { status: 202, body: { subjectId: ADA, pseudonymId: 'p', requestedAt: AT } };
    },
    ...(Object.fromEntries(others) as Readonly<Record<string, () => { body: object }>>),
  });
};

describe('The verb forget', () => {
  it('answers a receipt of every place, and what the law keeps', async () => {
    const { exit, out } = await platformWith(closed).run(...FORGET, '--output', 'json');
    const answer = JSON.parse(out) as { missing: string[]; sinks: { sink: string; state: string; at: string }[] };
    expect({ exit, missing: answer.missing }).toEqual({ exit: 0, missing: [] });
    expect(answer.sinks).toEqual([
      { sink: 'key contact', state: 'erased', at: AT },
      { sink: 'key kyc', state: 'held by law', at: '2031-06-01T09:00:00.000Z' },
      { sink: 'outbox', state: 'erased', at: AT },
      ...['identity', ...SERVICES.filter((service) => service !== 'identity')].flatMap((service) => [
        { sink: `${service}: caches`, state: 'erased', at: AT },
        { sink: `${service}: shown`, state: 'erased', at: AT },
      ]),
    ]);
  });

  it('answers 1 with the receipt so far where a place is missing when the wait is over', async () => {
    const { exit, out, err } = await platformWith(closed, 'disputes').run(...FORGET);
    expect(exit).toBe(1);
    expect(out).toContain('missing: disputes: caches, disputes: shown');
    expect(err).toContain('Not within 1 s');
  }, 20_000);

  it('says in a dry run what would happen and what stands in the way, and changes nothing', async () => {
    const free = platformWith(closed);
    const { exit, out } = await free.run(...FORGET, '--dry-run');
    expect({ exit, changes: free.changes }).toEqual({ exit: 0, changes: [] });
    expect(out).toContain('keys that are there: contact kyc; mails in the outbox: 2');
    const open = await platformWith({ ...closed, state: 'open', blocks: ['account_open'] }).run(...FORGET, '--dry-run');
    expect(open.exit).toBe(1);
    expect(open.out).toContain('account_open stands in the way');
  });
});

describe('The verb erasures', () => {
  const line = {
    ...{ subjectId: ADA, state: 'erasing', askedBy: 'account', requestedAt: AT, forgottenAt: null, legalHoldUntil: null },
  };
  const platform = () =>
    new FakePlatform({
      'GET /identity/operations/subjects?state=erasing': { body: { items: [line] } },
      'GET /identity/operations/subjects': { body: { items: [] } },
    });

  it('lists who asked to be forgotten, of one state where it is named', async () => {
    const waiting = await platform().run('erasures', '--state', 'erasing', '--output', 'json');
    expect([waiting.exit, JSON.parse(waiting.out)]).toEqual([0, { erasures: [line] }]);
    const all = await platform().run('erasures');
    expect([all.exit, all.out.trim()]).toEqual([0, '(none)']);
    expect((await platform().run('erasures', '--state', 'lost')).exit).toBe(2);
  });
});
