/** Who may take a transition: a side of the contract, a staff role, or the machine. */
export type TransitionActor = string;

/**
 * One row of an aggregate's transition table. `from`: states in which the command is taken (`(none)` = not there yet); `to`: the
 * state after it, 'same' when it stays; `events`: those that may be appended; `deadline`: policy key or rule with its clock choice;
 * `notify`: who is told.
 */
export type Transition<
  State extends string = string,
  CommandType extends string = string,
  EventType extends string = string,
> = Readonly<{
  name: string;
  command: CommandType;
  actors: readonly TransitionActor[];
  from: readonly State[];
  to: State | 'same' | readonly State[];
  events: readonly EventType[];
  deadline?: Readonly<{ policy: string; clock: 'first-entered' | 'last-entered' }>;
  notify?: readonly string[];
}>;

/** An aggregate's table; `states` lists every state, `ends` those without a way out. */
export interface TransitionTable<
  State extends string = string,
  CommandType extends string = string,
  EventType extends string = string,
> {
  readonly aggregate: string;
  readonly states: readonly State[];
  readonly ends: readonly State[];
  readonly rows: readonly Transition<State, CommandType, EventType>[];
}

/** Commands that the table allows in a state: the `allowed[]` of an illegal transition. */
export const allowedIn = <S extends string>(table: TransitionTable<S>, state: S): readonly string[] =>
  [...new Set(table.rows.filter((row) => row.from.includes(state)).map((row) => row.command))].sort();
