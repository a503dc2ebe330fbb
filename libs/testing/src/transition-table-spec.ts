import { expect } from '@jest/globals';
import { isDomainError, type Command, type Decider, type DomainEvent, type TransitionTable } from '@guildhall/kernel';

/** One situation: events so far and a command; a table is checked against many, so that every state meets every command. */
export type Situation<C extends Command, E extends DomainEvent> = Readonly<{ given: readonly E[]; when: C }>;

/** How a table reads an aggregate: its state's name (of the part that the command names) and the refusal code of a wrong state. */
export type TableReading<C extends Command, S> = Readonly<{ stateOf(state: S, command: C): string; illegal: string }>;

/**
 * Proves that table and decider agree in both directions on the situations given: what the decider takes stands in the table with
 * that event and target state; what the table does not allow in a state is refused as illegal or changes nothing; and every row
 * of the table is taken by at least one situation.
 */
export const expectTableAndDeciderAgree = <C extends Command, E extends DomainEvent, S>(
  table: TransitionTable,
  decider: Decider<C, E, S>,
  reading: TableReading<C, S>,
  situations: readonly Situation<C, E>[],
): void => {
  const taken = new Set<string>();
  for (const { given, when } of situations) {
    const state = given.reduce((folded, event) => decider.evolve(folded, event), decider.initialState());
    const from = reading.stateOf(state, when);
    const rows = table.rows.filter((row) => row.command === when.type && row.from.includes(from));
    const decided = attempt(() => decider.decide(when, state));
    if (rows.length === 0) {
      const acceptable = decided.events === undefined ? decided.code === reading.illegal : decided.events.length === 0;
      expect({ from, command: when.type, decided, acceptable }).toMatchObject({ acceptable: true });
      continue;
    }
    if (decided.events === undefined || decided.events.length === 0) continue; // a guard refused: allowed by state
    const after = decided.events.reduce((folded, event) => decider.evolve(folded, event), state);
    const to = reading.stateOf(after, when);
    const fitting = rows.filter(
      (row) =>
        (row.to === 'same' ? to === from : Array.isArray(row.to) ? row.to.includes(to) : row.to === to) &&
        decided.events?.every((event) => row.events.includes(event.type)),
    );
    expect({
      from,
      to,
      command: when.type,
      events: decided.events.map(({ type }) => type),
      rows: fitting.length > 0,
    }).toMatchObject({ rows: true });
    for (const row of fitting) taken.add(row.name);
  }
  expect(table.rows.map((row) => row.name).filter((name) => !taken.has(name))).toEqual([]);
};

/** Shape checks of a table alone: known states, a way out of every state that is not an end, no notice to nobody. */
export const expectTableWellFormed = (table: TransitionTable): void => {
  const states = new Set<string>([...table.states, '(none)']);
  for (const row of table.rows) {
    const targets = Array.isArray(row.to) ? row.to : [row.to as string];
    expect({
      row: row.name,
      unknown: [...row.from, ...targets].filter((state) => state !== 'same' && !states.has(state)),
    }).toEqual({
      row: row.name,
      unknown: [],
    });
    expect({ row: row.name, notify: row.notify?.length ?? 1 }).not.toEqual({ row: row.name, notify: 0 });
  }
  const names = table.rows.map((row) => row.name);
  expect(names).toEqual([...new Set(names)]);
  const stuck = table.states.filter(
    (state) => !table.ends.includes(state) && !table.rows.some((row) => row.from.includes(state)),
  );
  expect(stuck).toEqual([]);
};

const attempt = <E>(act: () => readonly E[]): Readonly<{ events?: readonly E[]; code?: string }> => {
  try {
    return { events: act() };
  } catch (error) {
    if (isDomainError(error)) return { code: error.code };
    throw error;
  }
};
