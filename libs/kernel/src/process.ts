import type { Command } from './decider.js';
import type { Fact } from './fact.js';
import type { Instant } from './time.js';

/** An event of the own service as a process sees it. `data` holds the event's fields; `$` the frame around it. */
export type OwnEvent<Type extends string = string, Data extends object = object> = Readonly<{ type: Type; data: Readonly<Data> }>;
/** A timer that fell due: type `timer.<name>`, data as given to `startTimer`. */
export type TimerDue<Name extends string = string, Data extends object = object> = Readonly<{
  type: `timer.${Name}`;
  data: Readonly<Data>;
}>;
/** A command of this process was refused: the command's own data plus the step and the code of the refusal. */
export type CommandRefused<Data extends object = object> = Readonly<{
  type: 'CommandRefused';
  data: Readonly<Data & { step: string; code: string }>;
}>;
/** A public fact of another service as an input: type and data of the fact. */
export type FactInput<F extends Fact> = F extends Fact<infer T, infer D> ? Readonly<{ type: T; data: Readonly<D> }> : never;

/** The frame of an input: where it came from and when. `streamKey` is the aggregate's key of an own event, else the fact's key. */
export type InputFrame = Readonly<{
  id: string;
  streamKey: string;
  occurredAt: Instant;
  /** Source revision of state-like facts and own events, a decimal string ('0' for timers and refusals). */
  revision: string;
  policyRefs: Readonly<Record<string, string>>;
}>;

export type ProcessInput = OwnEvent | TimerDue | CommandRefused;

export type Send = Readonly<{ kind: 'send'; step: string; command: Command }>;
export type StartTimer = Readonly<{ kind: 'start-timer'; name: string; key: string; dueAt: Instant; data: object }>;
export type CancelTimer = Readonly<{ kind: 'cancel-timer'; name: string; key: string }>;
export type Escalate = Readonly<{ kind: 'escalate'; code: string }>;
export type ProcessOutput = Send | StartTimer | CancelTimer | Escalate;

/** Orders a command; `step` is part of its derived id: unique among the outputs of one input. */
export const send = (step: string, command: Command): Send => ({ kind: 'send', step, command });
/** Starts a durable timer that comes back as `timer.<name>` with `data`. `key` tells timers of one name apart for `cancelTimer`. */
export const startTimer = (name: string, dueAt: Instant, data: object, key = ''): StartTimer => ({
  kind: 'start-timer',
  name,
  key,
  dueAt,
  data,
});
/** Cancels the pending timers of this name and key. */
export const cancelTimer = (name: string, key = ''): CancelTimer => ({ kind: 'cancel-timer', name, key });
/** Hands the process to the operators, with a code. */
export const escalate = (code: string): Escalate => ({ kind: 'escalate', code });

/**
 * A rule with memory or time. Its stream `<service>.process-<name>-<correlation key>` records inputs taken, commands ordered and timers
 * in one append. `from` lists the categories of own events that reach it; facts reach it by a listener. `correlate` answers the
 * process's key, null: not for this process. `react` sees the state after `evolve` of the input. Pure. `version` is that of the state's
 * logic; recorded inputs are folded under the present code.
 */
export interface ProcessManager<I extends ProcessInput, S> {
  readonly kind?: 'manager';
  readonly name: string;
  readonly from: readonly string[];
  correlate(input: I, frame: InputFrame): string | null;
  initialState(): S;
  evolve(state: S, input: I, frame: InputFrame): S;
  react(input: I, state: S, frame: InputFrame): readonly ProcessOutput[];
}

/**
 * A rule without memory: from one input to commands. It has no stream, so it can neither start timers nor hear refusals: its commands
 * must be ones that the decider never refuses (they note what does not fit). A refusal is parked by key.
 */
export interface Reaction<I extends ProcessInput> {
  readonly kind: 'reaction';
  readonly name: string;
  readonly from: readonly string[];
  react(input: I, frame: InputFrame): readonly Send[];
}
