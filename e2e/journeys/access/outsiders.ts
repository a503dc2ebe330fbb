import type { Person } from '@guildhall/local';
import type { Prepared } from './prepared-call.js';
import type { Scene } from './scene.js';

/** Values of `x-guildhall-allow` that let somebody of the staff in, whatever it is about. */
const openingTo = ({ operator, moderator, mediator, arbitrator }: Scene['people'], { accountId }: Person): readonly string[] => {
  switch (accountId) {
    case operator.accountId:
      return ['operator'];
    case moderator.accountId:
      return ['trust_safety'];
    case mediator.accountId:
      return ['mediator'];
    case arbitrator.accountId:
      return ['mediator', 'arbitrator'];
    default:
      return [];
  }
};

/** A list of the caller's own: whoever asks is the own party. */
const isOwnList = ({ operation: { method, path } }: Prepared): boolean => method === 'GET' && !path.includes('{');

/** True where everybody who is signed in may send the request. */
const isOpen = (ready: Prepared): boolean => {
  const { allow } = ready.operation;
  return allow.includes('public') || allow.includes('signed-in') || (allow.includes('own party') && isOwnList(ready));
};

/**
 * Everybody who is signed in and whom the operation does not let in: people of the story who are neither its callers nor of a role that
 * it names, among them the other party and strangers of every kind. `callers`: the requests of all who may call it.
 */
export const outsidersOf = (scene: Scene, ready: Prepared, callers: readonly Prepared[]): readonly Person[] => {
  const { allow } = ready.operation;
  const inside = callers.flatMap(({ call }) => [...(call.by ? [call.by] : []), ...(call.alsoAllowed ?? [])]);
  const isInside = (person: Person): boolean =>
    inside.some(({ accountId }) => accountId === person.accountId) ||
    openingTo(scene.people, person).some((value) => allow.includes(value));
  return isOpen(ready) ? [] : scene.everybody().filter((person) => !isInside(person));
};
