import { randomUUID } from 'node:crypto';
import type grpc from '@grpc/grpc-js';
import gossipPb from '@eventstore/db-client/generated/gossip_pb.js';
import type sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import { uuidToWire } from './wire.js';

const TICKS_PER_MILLISECOND = 10_000n;

/**
 * Gossip.Read: one living leader. The client connects where the answer says, so it is told the authority it came in with,
 * which works behind port mappings too; `port` fills in where the authority names none.
 */
export function gossipHandler(port: () => number): grpc.handleUnaryCall<sharedPb.Empty, gossipPb.ClusterInfo> {
  const instance = randomUUID();
  return (call, callback) => {
    const authority = new URL(`http://${call.getHost()}`);
    const endPoint = new gossipPb.EndPoint()
      .setAddress(authority.hostname)
      .setPort(authority.port === '' ? port() : Number(authority.port));
    const member = new gossipPb.MemberInfo()
      .setInstanceId(uuidToWire(instance, 'text'))
      .setTimeStamp(String(BigInt(Date.now()) * TICKS_PER_MILLISECOND))
      .setState(gossipPb.MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(endPoint);
    callback(null, new gossipPb.ClusterInfo().setMembersList([member]));
  };
}
