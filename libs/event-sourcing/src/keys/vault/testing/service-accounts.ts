import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RealVault } from './real-vault.js';

const NAMESPACE = 'guildhall';

/** The part of a cluster's API that a key store asks whether the token of a service account is good (TokenReview). */
export class ServiceAccounts {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ServiceAccounts> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { spec } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { spec: { token: string } };
        const { sub, aud } = JSON.parse(Buffer.from(spec.token.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
          sub: string;
          aud: readonly string[];
        };
        const user = { username: sub, uid: `uid-${sub}`, groups: ['system:serviceaccounts'] };
        const review = {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenReview',
          status: { authenticated: true, user, audiences: aud },
        };
        response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(review));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ServiceAccounts(server);
  }

  /** Makes a server trust this cluster, and gives the account that is named like `role` its policy. */
  async setUp(server: RealVault, mount: string, { role, policy }: Readonly<{ role: string; policy: string }>): Promise<void> {
    const { port } = this.server.address() as AddressInfo;
    await server.administer('POST', `sys/auth/${mount}`, { type: 'kubernetes' });
    await server.administer('POST', `auth/${mount}/config`, {
      kubernetes_host: `http://127.0.0.1:${port}`,
      kubernetes_ca_cert: server.ca,
      disable_local_ca_jwt: true,
    });
    await server.administer('POST', `auth/${mount}/role/${role}`, {
      bound_service_account_names: role,
      bound_service_account_namespaces: NAMESPACE,
      token_policies: policy,
      token_ttl: '1h',
    });
  }

  /** As a cluster projects it into the pods of an account: signed, good for an hour. */
  tokenOf(account: string): string {
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: 'https://kubernetes.default.svc',
      aud: ['vault'],
      sub: `system:serviceaccount:${NAMESPACE}:${account}`,
      iat: now,
      nbf: now,
      exp: now + 3_600,
      'kubernetes.io': {
        namespace: NAMESPACE,
        serviceaccount: { name: account, uid: `uid-system:serviceaccount:${NAMESPACE}:${account}` },
      },
    };
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'ES256', typ: 'JWT' })}.${part(claims)}`;
    const signature = sign('sha256', Buffer.from(signed), { key: this.keys.privateKey, dsaEncoding: 'ieee-p1363' });
    return `${signed}.${signature.toString('base64url')}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
