import { randomUUID } from 'node:crypto';
import { ApiRefused, eventually, InVain, type Person as SignedIn } from '@guildhall/local';
import type { Market } from '../../market/market.js';
import type { Person, Story } from '../story/story.js';

/** How long an act may wait for what other services still have to hear, ms. */
const PATIENCE_MS = 30_000;

/** What the platform made of the story's local ids. */
export class Cast {
  private readonly members = new Map<string, SignedIn>();
  private readonly ids = new Map<string, string>();
  private readonly people: ReadonlyMap<string, Person>;

  constructor(
    readonly market: Market,
    story: Story,
  ) {
    this.people = new Map(story.people.map((person) => [person.id, person]));
  }

  /** The story's description of somebody. */
  described(actor: string): Person {
    const person = this.people.get(actor);
    if (!person) throw new Error(`Nobody is called ${actor} in this story`);
    return person;
  }

  member(actor: string): SignedIn {
    const member = this.members.get(actor);
    if (!member) throw new Error(`${actor} acts before signing up`);
    return member;
  }

  enters(actor: string, member: SignedIn): void {
    this.members.set(actor, member);
  }

  /** The platform's id of a local one. */
  idOf(local: string): string {
    const id = this.ids.get(local);
    if (id === undefined) throw new Error(`${local} is not on the platform yet`);
    return id;
  }

  learns(local: string, id: string): void {
    this.ids.set(local, id);
  }

  has(local: string): boolean {
    return this.ids.has(local);
  }

  /** Does something that other services may not have heard the ground for yet: a refusal for that reason is tried again for a while. */
  async post<T = Readonly<Record<string, unknown>>>(actor: SignedIn, path: string, body: object = {}): Promise<T> {
    const key = randomUUID();
    return eventually(
      `POST ${path}`,
      async () => {
        try {
          return await actor.post<T>(path, body, { key });
        } catch (error) {
          if (error instanceof ApiRefused && mayPass(error)) throw error;
          throw new InVain(error);
        }
      },
      PATIENCE_MS,
    );
  }
}

/** Rights that open by facts of other services: a capability, a review window. */
const MAY_COME = ['CAPABILITY_MISSING', 'NOT_ELIGIBLE'];

/** What waiting does not change. */
const WILL_STAY = ['QUOTE_EXPIRED'];

const mayPass = ({ status, code }: ApiRefused): boolean =>
  !WILL_STAY.some((one) => code.endsWith(one)) &&
  (status === 404 || status === 409 || status === 503 || MAY_COME.some((one) => code.endsWith(one)));
