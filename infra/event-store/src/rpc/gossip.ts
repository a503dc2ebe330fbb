import type grpc from '@grpc/grpc-js';
import gossipPb from '@eventstore/db-client/generated/gossip_pb.js';
import type sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type { NodeIdentity } from './node-identity.js';
import { uuidToWire } from './wire.js';

const TICKS_PER_MILLISECOND = 10_000n;

/** Gossip.Read: one living leader, at the place where the client is to connect. */
export function gossipHandler(node: NodeIdentity): grpc.handleUnaryCall<sharedPb.Empty, gossipPb.ClusterInfo> {
  return (call, callback) => {
    const { host, port } = node.endPoint(call.getHost());
    const member = new gossipPb.MemberInfo()
      .setInstanceId(uuidToWire(node.instanceId, 'text'))
      .setTimeStamp(String(BigInt(Date.now()) * TICKS_PER_MILLISECOND))
      .setState(gossipPb.MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new gossipPb.EndPoint().setAddress(host).setPort(port));
    callback(null, new gossipPb.ClusterInfo().setMembersList([member]));
  };
}
