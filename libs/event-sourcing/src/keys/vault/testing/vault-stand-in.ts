import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { VaultPlaces } from '../vault.options.js';
import { covers, StandInTokens, type StandInGrant, type StandInToken } from './stand-in-tokens.js';

type Body = Readonly<Record<string, unknown>>;
type Answer = Readonly<{ status: number; body?: Body }>;
type Trouble = 'none' | 'sealed' | 'silent';

const ok = (body: Body): Answer => ({ status: 200, body });
const refused = (status: number, ...errors: string[]): Answer => ({ status, body: { errors } });
const DENIED = refused(403, '1 error occurred:\n\t* permission denied\n\n');

/**
 * The parts of a key store's HTTP API that the adapter uses, in memory and on a free port of this host, as OpenBao 2.7 answers them: KV
 * version 2 with check-and-set, deletion of metadata, transit bound to associated data, tokens with lives and rights, sign-in by service
 * account. For suites where no real server is installed, and for faults that a real one shows only under a debugger.
 */
export class VaultStandIn {
  readonly tokens = new StandInTokens();
  /** By path below the mount; version 1 is the only one that is ever written. */
  readonly kept = new Map<string, Body>();
  readonly asked: string[] = [];
  /** What a sign-in by service account gives, by role and token of the account. */
  readonly accounts = new Map<string, StandInToken>();
  private readonly keks = new Map<string, Buffer>();
  private trouble: Trouble = 'none';
  /** Questions that are answered 500 from now on. */
  private failing = 0;
  private server: Server = createServer();
  private port = 0;

  private constructor(readonly places: VaultPlaces) {
    this.keks.set(places.kek, randomBytes(32));
  }

  static async start(places: VaultPlaces): Promise<VaultStandIn> {
    const made = new VaultStandIn(places);
    await made.listen();
    return made;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** All questions from now on: `sealed` 503, `silent` no answer. */
  meet(trouble: Trouble): void {
    this.trouble = trouble;
  }

  failNext(questions: number): void {
    this.failing = questions;
  }

  /** The server goes and comes back on its port with all that it kept. */
  async restart(): Promise<void> {
    await this.stop();
    await this.listen();
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async listen(): Promise<void> {
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const path = decodeURIComponent((request.url ?? '').replace(/^\/v1\//, ''));
    const method = request.method ?? '';
    this.asked.push(`${method} ${path}`);
    if (this.trouble === 'silent') return;
    const text = Buffer.concat(chunks).toString('utf8');
    const token = String(request.headers['x-vault-token'] ?? '');
    const { status, body } = this.answer(method, path, token, text === '' ? {} : (JSON.parse(text) as Body));
    response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body));
  }

  private answer(method: string, path: string, token: string, body: Body): Answer {
    if (this.trouble === 'sealed') return refused(503, 'Vault is sealed');
    if (this.failing > 0) {
      this.failing -= 1;
      return refused(500, 'internal error');
    }
    const login = /^auth\/([^/]+)\/login$/.exec(path);
    if (login) return this.logIn(body);
    const grant = this.tokens.grantOf(token);
    if (grant === null) return refused(403, 'permission denied');
    if (path === 'auth/token/lookup-self') return ok({ data: this.tokens.look(token) });
    if (path === 'auth/token/renew-self') return this.renew(token);
    return this.ofMounts(method, path, grant, body);
  }

  private logIn({ role, jwt }: Body): Answer {
    const account = this.accounts.get(`${String(role)} ${String(jwt)}`);
    if (!account) return refused(403, 'permission denied');
    const client_token = this.tokens.issue(account);
    return ok({ auth: { client_token, lease_duration: account.seconds ?? 0, renewable: account.renewable ?? true } });
  }

  private renew(token: string): Answer {
    const auth = this.tokens.renew(token);
    return auth ? ok({ auth }) : refused(400, 'lease is not renewable');
  }

  private ofMounts(method: string, path: string, grant: StandInGrant, body: Body): Answer {
    const { mount, transitMount } = this.places;
    if (path.startsWith(`${mount}/data/`)) return this.ofData(method, path, grant, body);
    if (path.startsWith(`${mount}/metadata/`) && method === 'DELETE') {
      if (!covers(grant, path, 'delete')) return DENIED;
      this.kept.delete(path.replace('/metadata/', '/data/'));
      return { status: 204 };
    }
    const transit = new RegExp(`^${transitMount}/(encrypt|decrypt)/([^/]+)$`).exec(path);
    if (!transit || method !== 'POST') return refused(404);
    if (!covers(grant, path, 'update')) return DENIED;
    const kek = this.keks.get(transit[2] ?? '');
    if (!kek) return refused(400, 'encryption key not found');
    return transit[1] === 'encrypt' ? encrypted(kek, body) : decrypted(kek, body);
  }

  private ofData(method: string, path: string, grant: StandInGrant, body: Body): Answer {
    const there = this.kept.get(path);
    if (method === 'GET') {
      if (!covers(grant, path, 'read')) return DENIED;
      return there ? ok({ data: { data: there, metadata: { version: 1 } } }) : refused(404);
    }
    // As the real one does: writing what is there needs the right to update, before anything is compared.
    if (!covers(grant, path, there ? 'update' : 'create')) return DENIED;
    const { cas } = (body['options'] ?? {}) as Readonly<{ cas?: number }>;
    if (cas !== (there ? 1 : 0)) return refused(400, 'check-and-set parameter did not match the current version');
    this.kept.set(path, body['data'] as Body);
    return ok({ data: { version: 1 } });
  }
}

const encrypted = (kek: Buffer, { plaintext, associated_data }: Body): Answer => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', kek, iv).setAAD(Buffer.from(String(associated_data), 'base64'));
  const ct = Buffer.concat([iv, cipher.update(Buffer.from(String(plaintext), 'base64')), cipher.final(), cipher.getAuthTag()]);
  return ok({ data: { ciphertext: `vault:v1:${ct.toString('base64')}`, key_version: 1 } });
};

const decrypted = (kek: Buffer, { ciphertext, associated_data }: Body): Answer => {
  const bytes = Buffer.from(String(ciphertext).slice('vault:v1:'.length), 'base64');
  const decipher = createDecipheriv('aes-256-gcm', kek, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(String(associated_data), 'base64')).setAuthTag(bytes.subarray(-16));
  try {
    const plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
    return ok({ data: { plaintext: plain.toString('base64') } });
  } catch {
    // What the real server says of any bytes that it did not encrypt like this.
    return refused(400, 'cipher: message authentication failed');
  }
};
