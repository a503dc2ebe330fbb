import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshName, notes } from './fixture.js';
import { consumer, streamSettings } from './persistent-fixture.js';
import { startSecureFixture, type SecureFixture } from './secure-fixture.js';

let fixture: SecureFixture;
beforeAll(async () => {
  fixture = await startSecureFixture();
});
afterAll(() => fixture.stop());

describe('The users of persistent subscriptions', () => {
  it('are named: who consumes, and who configured the groups last', async () => {
    const stream = freshName();
    const [admin, ann] = [fixture.as('admin'), fixture.as('ann')];
    await admin.appendToStream(stream, notes(1));
    await fixture.as('ops').createPersistentSubscriptionToStream(stream, 'group', streamSettings());
    const { subscription, got } = consumer(ann.subscribeToPersistentSubscriptionToStream(stream, 'group'));
    await got(1);
    const { connections } = await admin.getPersistentSubscriptionToStreamInfo(stream, 'group');
    expect(connections).toMatchObject([{ username: 'ann', inFlightMessages: 1 }]);
    await subscription.unsubscribe();
    const configured: unknown[] = [];
    for await (const { event } of admin.readStream('$persistentSubscriptionConfig')) configured.push(event?.data);
    expect(configured.at(-1)).toMatchObject({ version: '2', updatedBy: 'ops', entries: [{ stream, group: 'group' }] });
  });
});
