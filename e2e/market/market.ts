import { randomUUID } from 'node:crypto';
import { Api, LocalOutbox, Person, seedCredentials, signUp, verifyFreelancer, verifyOrganisation } from '@guildhall/local';
import { CheckedApi } from './answers.js';
import { journeyConfig } from './config.js';
import { secretsOf } from './secrets.js';

const DAY_MS = 86_400_000;

export type Client = Person & Readonly<{ instrumentId: string }>;

type Staff = 'operator-1' | 'operator-2' | 'mediator' | 'arbitrator' | 'moderator';

/** The platform as its users see it: people come, time passes, everything goes through the edge. */
export class Market {
  private readonly staffMembers = new Map<Staff, Promise<Person>>();

  private constructor(
    readonly api: Api,
    readonly outbox: LocalOutbox,
    private readonly bootstrapSecret: string,
    private readonly identityInfoUrl: string,
  ) {}

  /** `patienceMs`: how long requests are repeated while something is away. */
  static async open(options: Readonly<{ patienceMs?: number }> = {}): Promise<Market> {
    const { edgeUrl, outboxDir } = journeyConfig();
    const secrets = await secretsOf<{ bootstrapSecret: string }>();
    const edge = new URL(edgeUrl);
    const identityInfoUrl = `http://127.0.0.1:${String(Number(edge.port) + 1)}/info`;
    return new Market(
      await CheckedApi.open(edgeUrl, options.patienceMs),
      new LocalOutbox(outboxDir),
      secrets.bootstrapSecret,
      identityInfoUrl,
    );
  }

  /** One of the seeded staff. */
  staff(name: Staff): Promise<Person> {
    const known = this.staffMembers.get(name) ?? Person.signIn(this.api, seedCredentials(name, this.bootstrapSecret));
    this.staffMembers.set(name, known);
    return known;
  }

  /** Somebody with a name and address of their own. */
  join(wanted: Readonly<{ email: string; displayName: string; country: string; timeZone: string }>): Promise<Person> {
    const credentials = { accountId: randomUUID(), password: `pw-${randomUUID()}` };
    return signUp(this.api, this.outbox, { ...credentials, ...wanted, locale: 'en-GB' });
  }

  /** Somebody new: signed up, verified by mail, signed in. */
  newPerson(name: string, country = 'DE'): Promise<Person> {
    const email = `${name}.${randomUUID().slice(0, 8)}@example.org`;
    const credentials = { accountId: randomUUID(), email, password: `pw-${randomUUID()}` };
    return signUp(this.api, this.outbox, {
      ...credentials,
      displayName: name,
      country,
      locale: 'en-GB',
      timeZone: 'Europe/Berlin',
    });
  }

  /** A client organisation that may hire, with its default instrument. */
  async newClient(options: Readonly<{ testToken?: string; country?: string }> = {}): Promise<Client> {
    const country = options.country ?? 'DE';
    const person = await this.newPerson('client', country);
    await person.post(`/identity/accounts/${person.accountId}/roles`, { role: 'client' });
    const name = `Shop ${randomUUID().slice(0, 6)}`;
    const { organisationId } = await person.post<{ organisationId: string }>('/identity/organisations', {
      name,
      country,
      homeRegion: 'eu',
    });
    const client = await person.actingFor(organisationId);
    const instrumentId = await verifyOrganisation(client, await this.staff('moderator'), {
      name,
      country,
      testToken: options.testToken ?? 'tok_ok',
    });
    return Object.assign(client, { instrumentId });
  }

  /** A freelancer who may be paid and withdraw. */
  async newFreelancer(options: Readonly<{ destinationToken?: string; country?: string }> = {}): Promise<Person> {
    const country = options.country ?? 'DE';
    const freelancer = await this.newPerson('freelancer', country);
    await freelancer.post(`/identity/accounts/${freelancer.accountId}/roles`, { role: 'freelancer' });
    await verifyFreelancer(freelancer, await this.staff('moderator'), {
      name: 'Free Lancer',
      country,
      destinationToken: options.destinationToken ?? 'dst_ok',
    });
    return freelancer;
  }

  /** Business time of the platform. */
  async now(): Promise<Date> {
    return new Date(Date.now() + (await this.offsetMs()));
  }

  /** Moves business time forward and waits until everybody follows. */
  async passDays(days: number): Promise<void> {
    const operator = await this.staff('operator-1');
    const offsetMs = (await this.offsetMs()) + Math.ceil(days * DAY_MS);
    await operator.post('/sandbox/clock', { offsetMs });
  }

  /** Moves business time forward to an instant, unless it is past already. */
  async passTo(instant: string): Promise<void> {
    const missing = Date.parse(instant) - (await this.now()).getTime();
    if (missing > 0) await this.passDays(missing / DAY_MS);
  }

  /** How far business time is ahead of wall time, milliseconds. */
  async offsetMs(): Promise<number> {
    const info = (await (await fetch(this.identityInfoUrl)).json()) as { sandboxOffsetMs: number };
    return info.sandboxOffsetMs;
  }
}
