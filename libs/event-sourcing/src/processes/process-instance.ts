import type { ProcessInput, ProcessOutput } from '@guildhall/kernel';
import { processCommandId } from '@guildhall/kernel';
import type { ProcessEvent } from './process.events.js';
import { refusalIdOf, timerIdOf } from './process.events.js';
import type { AnyManager, Incoming } from './process-types.js';

type Ordered = Extract<ProcessEvent, { type: 'CommandOrdered' }>['data'];
type Timer = Readonly<{ name: string; timerKey: string }>;

/**
 * What the stream of one process says. `state` is the manager's own; everything else is the runner's. The collections grow in place: a
 * stream of thousands of inputs is folded in one pass.
 */
export type ProcessInstance = Readonly<{
  state: unknown;
  /** Ids of inputs taken: a repeat finds itself here. */
  seen: Set<string>;
  /** Ids of operators' acts. */
  acts: Set<string>;
  pendingTimers: Map<string, Timer>;
  /** Orders that may still be refused, by the id of their refusal. */
  ordered: Map<string, Ordered>;
  /** Orders that were refused and not ordered again, by step. */
  refused: Map<string, Ordered>;
  /** Codes of escalations that no operator has seen to. */
  escalations: string[];
}>;

export const newInstance = (manager: AnyManager): ProcessInstance => ({
  state: manager.initialState(),
  seen: new Set(),
  acts: new Set(),
  pendingTimers: new Map(),
  ordered: new Map(),
  refused: new Map(),
  escalations: [],
});

/** The instance after one event of its stream, under the manager's present code; the one before must not be used any more. */
export const evolveInstance = (manager: AnyManager, instance: ProcessInstance, { type, data }: ProcessEvent): ProcessInstance => {
  const { seen, acts, pendingTimers, ordered, refused } = instance;
  switch (type) {
    case 'InputTaken': {
      const { id } = data.frame;
      seen.add(id);
      pendingTimers.delete(id);
      const order = ordered.get(id);
      if (order) refused.set(order.step, order);
      // A type that the present code no longer knows leaves the state as it is.
      const state: unknown = manager.evolve(instance.state, data.input as ProcessInput, data.frame);
      return state === undefined ? instance : { ...instance, state };
    }
    case 'CommandOrdered':
      ordered.set(refusalIdOf(processCommandId(data.inputId, data.process, data.step)), data);
      return instance;
    case 'TimerStarted':
      pendingTimers.set(data.timerId, data);
      return instance;
    case 'TimerCancelled':
      for (const timerId of data.timerIds) pendingTimers.delete(timerId);
      return instance;
    case 'Escalated':
      instance.escalations.push(data.code);
      return instance;
    case 'RetryOrdered':
    case 'ProcessAdvanced':
      acts.add(data.actId);
      refused.clear();
      return { ...instance, escalations: [] };
  }
};

/**
 * What an input appends: itself and all it causes; nothing for a repeat, for a timer that no longer pends and for a type that the
 * manager has no case for. Pure; throws what the manager throws.
 */
export const decideInput = (
  manager: AnyManager,
  key: string,
  instance: ProcessInstance,
  incoming: Incoming,
): readonly ProcessEvent[] => {
  const { source, input, frame } = incoming;
  if (instance.seen.has(frame.id)) return [];
  if (source === 'timer' && !instance.pendingTimers.has(frame.id)) return [];
  const state: unknown = manager.evolve(instance.state, input, frame);
  const outputs: readonly ProcessOutput[] | undefined = manager.react(input, state, frame);
  if (state === undefined && outputs === undefined) return [];
  const of = { process: manager.name, key };
  const taken: ProcessEvent = { type: 'InputTaken', data: { ...of, source, input, frame } };
  return [taken, ...recordedOutputs(manager.name, key, instance, incoming, outputs ?? [])];
};

const recordedOutputs = (
  process: string,
  key: string,
  instance: ProcessInstance,
  { input, frame }: Incoming,
  outputs: readonly ProcessOutput[],
): readonly ProcessEvent[] => {
  const of = { process, key };
  const pending = new Map(instance.pendingTimers);
  pending.delete(frame.id);
  return outputs.flatMap((output): ProcessEvent | [] => {
    switch (output.kind) {
      case 'send': {
        const { step, command } = output;
        return { type: 'CommandOrdered', data: { ...of, inputId: frame.id, inputType: input.type, step, command } };
      }
      case 'start-timer': {
        const { name, key: timerKey, dueAt, data } = output;
        if (Number.isNaN(Date.parse(dueAt))) throw new Error(`Timer ${name} of ${process} is due at no instant: ${dueAt}`);
        const timerId = timerIdOf(frame.id, process, name, timerKey);
        pending.set(timerId, { name, timerKey });
        return { type: 'TimerStarted', data: { ...of, timerId, name, timerKey, dueAt, data } };
      }
      case 'cancel-timer': {
        const { name, key: timerKey } = output;
        const timerIds = [...pending].filter(([, timer]) => timer.name === name && timer.timerKey === timerKey).map(([id]) => id);
        // Managers stop their clocks on every turn; where none runs there is nothing to tell.
        if (timerIds.length === 0) return [];
        for (const id of timerIds) pending.delete(id);
        return { type: 'TimerCancelled', data: { ...of, timerIds, name, timerKey } };
      }
      case 'escalate':
        return { type: 'Escalated', data: { ...of, code: output.code, inputId: frame.id } };
    }
  });
};

/** What an operator's retry appends: the act, and each refused command as a new order under the act's id. */
export const decideRetry = (
  process: string,
  key: string,
  instance: ProcessInstance,
  actId: string,
  by: Readonly<{ accountId: string; reason: string }>,
): readonly ProcessEvent[] => {
  if (instance.refused.size === 0) return [];
  // Steps stay unique within this act: the last refusal of a step is the one to be repaired.
  const again = [...instance.refused.values()].map((order): ProcessEvent => ({
    type: 'CommandOrdered',
    data: { ...order, inputId: actId },
  }));
  return [{ type: 'RetryOrdered', data: { process, key, actId, by } }, ...again];
};
