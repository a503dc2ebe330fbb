import type { Person } from '@guildhall/local';
import type { Scene } from './scene.js';

/** An otherwise valid request, in a situation of its own, and who may make it. */
export type Call = Readonly<{
  /** Null: nobody in particular, without a token. */
  by: Person | null;
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  body?: object;
  headers?: Readonly<Record<string, string>>;
  /** Others of whom the same is true: not refused, and not asked. */
  alsoAllowed?: readonly Person[];
  /** People whose role may call the operation, but not about this. */
  strangers?: readonly Person[];
  /** Code of the refusal that says that it was done before, of what is done once in the life of a platform. */
  spent?: string;
  /** It takes the ground from calls of other rows: sent when all the others have been. */
  last?: true;
}>;

/** Makes the situation. Situations are independent of each other: one call takes no ground from another unless it says `last`. */
export type Situation = (scene: Scene) => Promise<Call> | Call;

/** By operation and by value of its `x-guildhall-allow`: a situation in which that caller succeeds. */
export type AccessTable = Readonly<Record<string, Readonly<Record<string, Situation>>>>;

/** The same request for several callers, each with what `by` names. */
export const forEach = <Kind extends string>(
  callers: Readonly<Record<Kind, (scene: Scene) => Promise<Person> | Person>>,
  request: (scene: Scene) => Promise<Omit<Call, 'by'>> | Omit<Call, 'by'>,
): Readonly<Record<Kind, Situation>> => {
  const situations = Object.entries(callers).map(([kind, who]) => {
    const by = who as (scene: Scene) => Promise<Person> | Person;
    const situation: Situation = async (scene) => ({ ...(await request(scene)), by: await by(scene) });
    return [kind, situation] as const;
  });
  return Object.fromEntries(situations) as Record<Kind, Situation>;
};

export const theClient = ({ people }: Scene): Person => people.client;
export const theFreelancer = ({ people }: Scene): Person => people.freelancer;
export const theOperator = ({ people }: Scene): Person => people.operator;
export const theModerator = ({ people }: Scene): Person => people.moderator;
export const theMediator = ({ people }: Scene): Person => people.mediator;

/** The client's side is the own party, the freelancer's the other one. */
export const BOTH_SIDES = { 'own party': theClient, counterparty: theFreelancer } as const;
