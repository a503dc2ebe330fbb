import { deriveId, type Command, type DomainEvent, type InputFrame, type Instant, type StorageContract } from '@guildhall/kernel';

/** Whose process the event is about; both stand in every event, since names and keys hold hyphens. */
type Of = Readonly<{ process: string; key: string }>;

/** Where an input came from. */
export type InputSource = 'fact' | 'event' | 'timer' | 'refusal';

/** Who acts on a process, and why, in words. */
export type ActedBy = Readonly<{ accountId: string; reason: string }>;

type Taken = Of & Readonly<{ source: InputSource; input: Readonly<{ type: string; data: object }>; frame: InputFrame }>;
type Ordered = Of & Readonly<{ inputId: string; inputType: string; step: string; command: Command }>;
/** `actId` is the command id of the operator's request. */
type Acted = Of & Readonly<{ actId: string; by: ActedBy }>;
type Started = Of & Readonly<{ timerId: string; name: string; timerKey: string; dueAt: Instant; data: object }>;

/** What happens in `<service>.process-<process>-<key>`. One append holds an input and everything it caused. */
export type ProcessEvent =
  | DomainEvent<'InputTaken', Taken>
  /** To be delivered under the command id of (inputId, process, step). */
  | DomainEvent<'CommandOrdered', Ordered>
  | DomainEvent<'TimerStarted', Started>
  | DomainEvent<'TimerCancelled', Of & Readonly<{ timerIds: readonly string[]; name: string; timerKey: string }>>
  | DomainEvent<'Escalated', Of & Readonly<{ code: string; inputId: string }>>
  /** An operator ordered the refused commands again; the new orders follow in the same append. */
  | DomainEvent<'RetryOrdered', Acted>
  /** An operator has seen to it by hand: the process is no longer escalated and goes on. */
  | DomainEvent<'ProcessAdvanced', Acted>;

export const PROCESS_SCHEMA_VERSION = 1;

/** Storage of the process managers of a service. */
export const processStorage = (service: string): StorageContract<ProcessEvent> => ({
  category: `${service}.process`,
  schemaVersions: {
    InputTaken: PROCESS_SCHEMA_VERSION,
    CommandOrdered: PROCESS_SCHEMA_VERSION,
    TimerStarted: PROCESS_SCHEMA_VERSION,
    TimerCancelled: PROCESS_SCHEMA_VERSION,
    Escalated: PROCESS_SCHEMA_VERSION,
    RetryOrdered: PROCESS_SCHEMA_VERSION,
    ProcessAdvanced: PROCESS_SCHEMA_VERSION,
  },
});

/** Stream of one process manager. */
export const processStream = (service: string, process: string, key: string): string => `${service}.process-${process}-${key}`;

/** Id of a timer: that of the input which started it, with the timer's name and key. It is also the id of the tick as an input. */
export const timerIdOf = (inputId: string, process: string, name: string, timerKey: string): string =>
  deriveId('timer', inputId, process, name, timerKey);

/** Id of the input that tells a process its command was refused. */
export const refusalIdOf = (commandId: string): string => deriveId('refusal', commandId);

/** Command id of the append that takes an input. */
export const takeIdOf = (inputId: string, process: string): string => deriveId('take', inputId, process);
