import type { Log } from '../log/log.js';
import { SERVER_VERSION } from '../rpc/features.js';
import type { NodeIdentity } from '../rpc/node-identity.js';
import { HttpFault, json, type Answer } from './answer.js';
import type { HttpRequest } from './http-request.js';
import type { Route } from './routes.js';

export type NodeFacts = Readonly<{
  log: Log;
  node: NodeIdentity;
  features: Readonly<{ projections: boolean; atomPub: boolean }>;
  authentication: 'internal' | 'insecure';
}>;

/** `/ping`, `/health/live`, `/info` and `/gossip`: open to everybody, as on the original. */
export function nodeRoutes({ log, node, features, authentication }: NodeFacts): readonly Route[] {
  const info = {
    dbVersion: SERVER_VERSION,
    esVersion: SERVER_VERSION,
    state: 'leader',
    features: { ...features, userManagement: false },
    authentication: { type: authentication },
  };
  return [
    { method: 'GET', path: '/ping', handle: () => json({ text: 'Ping request successfully handled' }) },
    { method: 'GET', path: '/health/live', handle: alive },
    { method: 'GET', path: '/info', handle: () => json(info) },
    { method: 'GET', path: '/gossip', handle: (request) => json(gossip(log, node, request)) },
  ];
}

/** 204, or the status that the caller names: some probes count only 200 as life. */
function alive({ url }: HttpRequest): Answer {
  const status = Number(url.searchParams.get('liveCode') ?? 204);
  if (!Number.isInteger(status) || status < 200 || status > 299)
    throw new HttpFault(400, 'liveCode is a status from 200 to 299.');
  return { status };
}

function gossip({ lastPosition }: Log, node: NodeIdentity, { url }: HttpRequest): object {
  const { host, port } = node.endPoint(url.host);
  const member = {
    instanceId: node.instanceId,
    timeStamp: new Date().toISOString(),
    state: 'Leader',
    isAlive: true,
    httpEndPointIp: host,
    httpEndPointPort: port,
    lastCommitPosition: lastPosition,
    writerCheckpoint: lastPosition,
    chaserCheckpoint: lastPosition,
    epochPosition: 0,
    epochNumber: 0,
    nodePriority: 0,
    isReadOnlyReplica: false,
  };
  return { members: [member], serverIp: host, serverPort: port };
}
