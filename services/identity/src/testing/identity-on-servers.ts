import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { factDefinition, topicOf } from '@guildhall/event-catalogue';
import { newId, type Fact } from '@guildhall/kernel';
import { KafkaPublisher, noLog } from '@guildhall/messaging';
import { recordOfFact } from '@guildhall/service-kit';
import { eventually, ServiceProcess, testSecret, type TestServers } from '@guildhall/testing';
import type { OutboxMessage } from '../notifier/outbox.js';
import { identitySettings } from './identity-service.js';

/** Identity as a process on real servers; facts come over Kafka, mail lies in its outbox folder. */
export class IdentityOnServers {
  private constructor(
    private readonly process: ServiceProcess,
    private readonly publisher: KafkaPublisher,
  ) {}

  static async open(servers: TestServers): Promise<IdentityOnServers> {
    const process = await ServiceProcess.prepare({
      service: 'identity',
      programs: new URL('../../dist/', import.meta.url),
      servers,
      variables: ({ folder }) => variables(folder),
    });
    await process.start();
    const brokers = servers.kafkaBrokers.split(',');
    return new IdentityOnServers(process, new KafkaPublisher({ brokers, clientId: 'identity-spec', log: noLog }));
  }

  async close(): Promise<void> {
    await this.process.close();
    await this.publisher.close();
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
    const folder = outboxOf(this.process.folder);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as OutboxMessage));
  }

  private async post(path: string, body: object): Promise<void> {
    const answer = await this.process.send('POST', `/identity${path}`, { body });
    if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
}

const outboxOf = (folder: string): string => join(folder, 'outbox');

const variables = (folder: string): Readonly<Record<string, string>> => {
  const { firstSigningKey, firstSigningKeyPrivate, bootstrapSecret = '' } = identitySettings();
  return {
    OUTBOX_DIR: outboxOf(folder),
    FIRST_SIGNING_KEY: JSON.stringify(firstSigningKey),
    FIRST_SIGNING_KEY_PRIVATE: JSON.stringify(firstSigningKeyPrivate),
    BOOTSTRAP_SECRET: bootstrapSecret,
    EMAIL_HMAC_KEY: testSecret(),
    CODE_HMAC_KEY: testSecret(),
    REFRESH_HMAC_KEY: testSecret(),
  };
};
