import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { factDefinition, topicOf } from '@guildhall/event-catalogue';
import { newId, type Fact } from '@guildhall/kernel';
import { KafkaPublisher, noLog } from '@guildhall/messaging';
import { recordOfFact } from '@guildhall/service-kit';
import { eventually, freePort, type TestServers } from '@guildhall/testing';
import type { OutboxMessage } from '../notifier/outbox.js';
import { identitySettings } from './identity-service.js';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Identity as a process on real servers, which must have been built; facts come over Kafka, mail lies in its outbox folder. */
export class IdentityOnServers {
  private readonly publisher: KafkaPublisher;

  private constructor(
    private readonly folder: string,
    private readonly url: string,
    private readonly child: ChildProcess,
    kafkaBrokers: string,
  ) {
    this.publisher = new KafkaPublisher({ brokers: kafkaBrokers.split(','), clientId: 'identity-spec', log: noLog });
  }

  static async open(servers: TestServers): Promise<IdentityOnServers> {
    const folder = await mkdtemp(join(tmpdir(), 'guildhall-identity-'));
    const port = await freePort();
    const env = environment(servers, folder, port);
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'inherit', 'inherit'] });
    const made = new IdentityOnServers(folder, `http://127.0.0.1:${port}`, child, servers.kafkaBrokers);
    await eventually('identity is ready', async () => (await fetch(`${made.url}/health/ready`)).ok, 60_000);
    return made;
  }

  async close(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    await this.publisher.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Somebody who signed up and gave the mailed code back. Answers the account id. */
  async join(email: string): Promise<string> {
    const accountId = newId();
    const place = { country: 'DE', homeRegion: 'eu', locale: 'de-DE', timeZone: 'Europe/Berlin' };
    await this.post('/accounts', { accountId, email, password: 'a long and private phrase', displayName: 'Ada', ...place });
    const [mail] = await this.mails(accountId, 'email-verification');
    await this.post('/accounts/email-verifications', { email, code: mail?.data['code'] });
    return accountId;
  }

  /** A fact of another service, as its relay would publish it. */
  async tell(fact: Fact): Promise<void> {
    await this.publisher.publish(topicOf(factDefinition(fact.type).owner), [recordOfFact(fact)]);
  }

  /** Mails of a template to a party; waits for the first. */
  mails(partyId: string, template: OutboxMessage['template']): Promise<readonly OutboxMessage[]> {
    return eventually(
      `${template} to ${partyId}`,
      async () => {
        const found = (await this.outbox()).filter((mail) => mail.partyId === partyId && mail.template === template);
        return found.length > 0 && found;
      },
      30_000,
    );
  }

  private async outbox(): Promise<readonly OutboxMessage[]> {
    const folder = outboxOf(this.folder);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as OutboxMessage));
  }

  private async post(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': newId() };
    const answer = await fetch(`${this.url}/identity${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
  }
}

const outboxOf = (folder: string): string => join(folder, 'outbox');

const environment = (servers: TestServers, folder: string, port: number): Readonly<Record<string, string>> => {
  const { firstSigningKey, firstSigningKeyPrivate, bootstrapSecret = '' } = identitySettings();
  const secret = (): string => randomBytes(32).toString('base64url');
  return {
    NODE_ENV: 'test',
    PORT: String(port),
    LOG_LEVEL: 'fatal',
    EVENTSTORE_URL: servers.eventStoreUrl,
    KAFKA_BROKERS: servers.kafkaBrokers,
    MONGODB_URL: `${servers.mongodbUrl}/guildhall_identity_${randomBytes(4).toString('hex')}?directConnection=true`,
    SUBJECT_KEYS_PATH: join(folder, 'keys.sqlite'),
    OUTBOX_DIR: outboxOf(folder),
    SANDBOX_MODE: 'true',
    RATE_LIMITS: 'journeys',
    FIRST_SIGNING_KEY: JSON.stringify(firstSigningKey),
    FIRST_SIGNING_KEY_PRIVATE: JSON.stringify(firstSigningKeyPrivate),
    BOOTSTRAP_SECRET: bootstrapSecret,
    REQUEST_HASH_KEY: secret(),
    EMAIL_HMAC_KEY: secret(),
    CODE_HMAC_KEY: secret(),
    REFRESH_HMAC_KEY: secret(),
  };
};
