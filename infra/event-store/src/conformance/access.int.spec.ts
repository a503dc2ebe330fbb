import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import grpc from '@grpc/grpc-js';
import {
  AccessDeniedError,
  persistentSubscriptionToStreamSettingsFromDefaults,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import operationsGrpc from '@eventstore/db-client/generated/operations_grpc_pb.js';
import operationsPb from '@eventstore/db-client/generated/operations_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { collect, failure, freshName, noted, notes } from './fixture.js';
import { PASSWORDS, startSecureFixture, type SecureFixture } from './secure-fixture.js';

let fixture: SecureFixture;
let admin: EventStoreDBClient, ops: EventStoreDBClient, ann: EventStoreDBClient, bob: EventStoreDBClient;
let anonymous: EventStoreDBClient;
beforeAll(async () => {
  fixture = await startSecureFixture({ runProjections: 'System' });
  [admin, ops, ann, bob] = [fixture.as('admin'), fixture.as('ops'), fixture.as('ann'), fixture.as('bob')];
  anonymous = fixture.as(undefined);
}, 30_000);
afterAll(() => fixture.stop());

const denied = async (promise: Promise<unknown>): Promise<void> =>
  expect(await failure(promise)).toBeInstanceOf(AccessDeniedError);

/** A stream with one event whose list names `editors` for one right and nobody for the others. */
async function streamFor(field: '$r' | '$w' | '$d' | '$mr' | '$mw'): Promise<string> {
  const stream = freshName();
  await admin.appendToStream(stream, noted(0));
  const nobody: readonly string[] = [];
  const acl = { $r: nobody, $w: nobody, $d: nobody, $mr: nobody, $mw: nobody, [field]: 'editors' };
  await admin.appendToStream(`$$${stream}`, metadataEvent({ $acl: acl }));
  return stream;
}
const metadataEvent = (data: Record<string, unknown>) => ({ ...noted(0), type: '$metadata', data }) as never;
const subscribed = (client: EventStoreDBClient, stream: string): Promise<unknown> => {
  const subscription = client.subscribeToStream(stream);
  return new Promise((resolve, reject) => {
    subscription.once('confirmation', resolve).once('error', reject);
  }).finally(() => subscription.unsubscribe());
};

const credentialsOf = (client: EventStoreDBClient): { username: string; password: string } => {
  const username = client === admin ? 'admin' : client === ann ? 'ann' : 'bob';
  return { username, password: client === anonymous ? 'none' : PASSWORDS[username] };
};

function basic(name: string, password: string): grpc.Metadata {
  const metadata = new grpc.Metadata();
  metadata.set('authorization', `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`);
  return metadata;
}

/** What each right allows, as the client does it. */
const ACTS: readonly (readonly [
  '$r' | '$w' | '$d' | '$mr' | '$mw',
  string,
  (client: EventStoreDBClient, stream: string) => Promise<unknown>,
])[] = [
  ['$r', 'read it', (client, stream) => collect(client.readStream(stream))],
  ['$r', 'subscribe to it', subscribed],
  ['$w', 'append to it', (client, stream) => client.appendToStream(stream, notes(2))],
  [
    '$w',
    'append to it with credentials of the call',
    (client, stream) =>
      client.appendToStream(stream, notes(2), {
        credentials: credentialsOf(client),
      }),
  ],
  ['$d', 'delete it', (client, stream) => client.deleteStream(stream)],
  ['$d', 'tombstone it', (client, stream) => client.tombstoneStream(stream)],
  ['$mr', 'read its metadata', (client, stream) => client.getStreamMetadata(stream)],
  ['$mw', 'set its metadata', (client, stream) => client.setStreamMetadata(stream, { maxCount: 5 })],
];

describe('A stream with a list', () => {
  it.each(ACTS)('whose %s names a group lets its members %s, and nobody else', async (field, _what, act) => {
    const stream = await streamFor(field);
    await denied(act(bob, stream));
    await denied(act(anonymous, stream));
    await act(ann, stream);
  });
  it.each(ACTS.map(([field, what, act]) => [what, field, act] as const))(
    'lets administrators %s whatever it says',
    async (_what, field, act) => {
      const stream = await streamFor(field === '$r' ? '$w' : '$r');
      await denied(act(ann, stream));
      await act(admin, stream);
    },
  );
  it('that changes holds for the next call', async () => {
    const stream = freshName();
    await bob.appendToStream(stream, noted(0));
    await admin.setStreamMetadata(stream, { acl: { readRoles: ['ann'] } });
    await denied(collect(bob.readStream(stream)));
    await admin.setStreamMetadata(stream, { acl: { readRoles: ['ann', 'bob'] } });
    expect(await collect(bob.readStream(stream))).toHaveLength(1);
  });
  it('goes with a soft deletion', async () => {
    const stream = await streamFor('$r');
    await admin.deleteStream(stream);
    await bob.appendToStream(stream, noted(1));
    expect(await collect(bob.readStream(stream))).toHaveLength(1);
  });
  it('of a tombstoned stream is answered by its deletion', async () => {
    const stream = await streamFor('$r');
    await admin.tombstoneStream(stream);
    expect(await failure(collect(bob.readStream(stream)))).toMatchObject({ type: 'stream-deleted' });
  });
  it('refuses one append of a batch stream and goes on with the others', async () => {
    const closed = await streamFor('$r');
    const results = await Promise.allSettled([
      ann.appendToStream(freshName(), noted(1)),
      ann.appendToStream(closed, noted(2)),
      ann.appendToStream(freshName(), noted(3)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('Without a list', () => {
  it('streams of users are open to every user, and system streams and $all to administrators', async () => {
    const stream = freshName();
    await ann.appendToStream(stream, noted(0));
    expect(await collect(bob.readStream(stream))).toHaveLength(1);
    for (const user of [ann, ops]) {
      await denied(collect(user.readStream('$settings')));
      await denied(user.appendToStream('$ours', noted(0)));
      await denied(collect(user.readAll({ maxCount: 1 })));
    }
    await admin.appendToStream('$ours', noted(0));
    expect(await collect(admin.readAll({ maxCount: 1 }))).toHaveLength(1);
  });
  it('calls without credentials may do nothing', async () => {
    const stream = freshName();
    await ann.appendToStream(stream, noted(0));
    await denied(collect(anonymous.readStream(stream)));
    await denied(anonymous.appendToStream(stream, noted(1)));
    await denied(anonymous.deleteStream(stream));
    await denied(collect(anonymous.readAll({ maxCount: 1 })));
  });
  it('$all is opened by its own list, streams in it included', async () => {
    const secret = await streamFor('$w');
    await admin.appendToStream('$$$all', metadataEvent({ $acl: { $r: ['$admins', 'bob'] } }));
    expect((await collect(bob.readAll())).some(({ event }) => event?.streamId === secret)).toBe(true);
    await denied(collect(bob.readStream(secret)));
    await denied(collect(ann.readAll({ maxCount: 1 })));
  });
});

describe('The defaults of $settings', () => {
  it('stand for lists that say nothing, until they change', async () => {
    const stream = freshName();
    await admin.appendToStream(stream, noted(0));
    await admin.appendToStream(
      '$settings',
      metadataEvent({ $userStreamAcl: { $r: ['editors', 'ops'] }, $systemStreamAcl: { $r: ['$admins', 'bob'] } }),
    );
    expect(await collect(ann.readStream(stream))).toHaveLength(1);
    expect(await collect(ops.readStream(stream))).toHaveLength(1);
    await denied(collect(bob.readStream(stream)));
    await bob.appendToStream(stream, noted(1));
    expect((await collect(bob.readStream('$settings'))).length).toBeGreaterThan(0);
    await admin.appendToStream('$settings', metadataEvent({}));
    expect(await collect(bob.readStream(stream))).toHaveLength(2);
    await denied(collect(bob.readStream('$settings')));
  });
  it('may be named as the list of a stream', async () => {
    await admin.appendToStream('$named', noted(0));
    await admin.appendToStream('$$$named', metadataEvent({ $acl: '$userStreamAcl' }));
    expect(await collect(bob.readStream('$named'))).toHaveLength(1);
  });
});

describe('Management', () => {
  it('of persistent subscriptions is for administrators and operators', async () => {
    const settings = persistentSubscriptionToStreamSettingsFromDefaults();
    const stream = freshName();
    await denied(ann.createPersistentSubscriptionToStream(stream, 'group', settings));
    await ops.createPersistentSubscriptionToStream(stream, 'group', settings);
    await denied(ann.deletePersistentSubscriptionToStream(stream, 'group'));
    await admin.deletePersistentSubscriptionToStream(stream, 'group');
  });
  it('is not consuming: a persistent subscription is read by the readers of its stream', async () => {
    const stream = await streamFor('$r');
    await admin.createPersistentSubscriptionToStream(stream, 'group', persistentSubscriptionToStreamSettingsFromDefaults());
    const consumed = (client: EventStoreDBClient): Promise<unknown> => {
      const subscription = client.subscribeToPersistentSubscriptionToStream(stream, 'group');
      return new Promise((resolve, reject) => {
        subscription.once('confirmation', resolve).once('error', reject);
      }).finally(() => subscription.unsubscribe());
    };
    await denied(consumed(bob));
    await consumed(ann);
  });
  it('of the node is for administrators and operators', async () => {
    const client = new operationsGrpc.OperationsClient(
      `127.0.0.1:${fixture.server.port}`,
      grpc.credentials.createSsl(Buffer.from(fixture.authority)),
    );
    const scavenge = (user: 'ann' | 'ops'): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const request = new operationsPb.StartScavengeReq();
        client.startScavenge(request, basic(user, PASSWORDS[user]), (error, answer) => (error ? reject(error) : resolve(answer)));
      });
    expect(await failure(scavenge('ann'))).toMatchObject({ code: grpc.status.PERMISSION_DENIED });
    await scavenge('ops');
    client.close();
  });
  it('of projections is for administrators and operators', async () => {
    await denied(ann.enableProjection('$streams'));
    await ops.enableProjection('$streams');
    await admin.disableProjection('$streams');
  });
});

describe('Credentials', () => {
  it.each([
    ['ann', 'wrong'],
    ['nobody', PASSWORDS.ann],
  ])('that are wrong are UNAUTHENTICATED: %s', async (name, password) => {
    const channel = grpc.credentials.createSsl(Buffer.from(fixture.authority));
    const client = new streamsGrpc.StreamsClient(`127.0.0.1:${fixture.server.port}`, channel);
    const options = new streamsPb.ReadReq.Options()
      .setStream(
        new streamsPb.ReadReq.Options.StreamOptions().setStreamIdentifier(
          new sharedPb.StreamIdentifier().setStreamName(Buffer.from('s')),
        ),
      )
      .setCount('1');
    const call = client.read(new streamsPb.ReadReq().setOptions(options), basic(name, password));
    expect(await failure(collect(call))).toMatchObject({ code: grpc.status.UNAUTHENTICATED });
    client.close();
  });
  it('that are wrong refuse reads and appends of the client', async () => {
    const impostor = fixture.as('ann', 'wrong');
    await denied(collect(impostor.readStream('s')));
    await denied(impostor.appendToStream('s', noted(0)));
    await denied(impostor.appendToStream('s', noted(0), { credentials: { username: 'ann', password: 'wrong' } }));
  });
  it('are not needed to find the node', async () => {
    const client = new gossipGrpc.GossipClient(
      `127.0.0.1:${fixture.server.port}`,
      grpc.credentials.createSsl(Buffer.from(fixture.authority)),
    );
    const members = await new Promise<number>((resolve, reject) => {
      client.read(new sharedPb.Empty(), (error, info) => (error ? reject(error) : resolve(info.getMembersList().length)));
    });
    expect(members).toBe(1);
    client.close();
  });
});

describe('A server that allows anonymous access to streams', () => {
  it('counts calls without credentials among everybody', async () => {
    const open = await startSecureFixture({ allowAnonymousStreamAccess: true });
    const nobody = open.as(undefined);
    await nobody.appendToStream('s', noted(0));
    expect(await collect(nobody.readStream('s'))).toHaveLength(1);
    await denied(collect(nobody.readAll({ maxCount: 1 })));
    await open.as('admin').setStreamMetadata('s', { acl: { readRoles: ['ann'] } });
    await denied(collect(nobody.readStream('s')));
    await open.stop();
  }, 30_000);
});
