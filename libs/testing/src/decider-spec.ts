import { expect } from '@jest/globals';
import { isDomainError, type Command, type Decider, type DomainEvent } from '@guildhall/kernel';

type Outcome<C, E> = Readonly<{
  /** The same command in words: exactly these events. */
  then(...events: readonly E[]): void;
  /** Refused with this code; nothing is appended. */
  thenFails(code: string): void;
  /** An empty decision: no refusal, no event. */
  thenNothingHappens(): void;
  /** The events, for assertions on part of them. */
  decided(): readonly E[];
  readonly command: C;
}>;

/** Given these events, when this command, then those events. */
export const specFor =
  <C extends Command, E extends DomainEvent, S>(decider: Decider<C, E, S>) =>
  (...events: readonly E[]): Readonly<{ when(command: C): Outcome<C, E>; state: S }> => {
    const state = events.reduce((folded, event) => decider.evolve(folded, event), decider.initialState());
    return { state, when: (command) => outcomeOf(decider, state, command) };
  };

const outcomeOf = <C extends Command, E extends DomainEvent, S>(
  decider: Decider<C, E, S>,
  state: S,
  command: C,
): Outcome<C, E> => {
  const decided = (): readonly E[] => decider.decide(command, state);
  return {
    command,
    decided,
    then: (...expected) => expect(decided()).toEqual(expected),
    thenNothingHappens: () => expect(decided()).toEqual([]),
    thenFails: (code) => expect(refusalOf(decided)).toBe(code),
  };
};

/** Code of the refusal of an act, or `no refusal`; faults are thrown on. */
export const refusalOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
  return 'no refusal';
};
