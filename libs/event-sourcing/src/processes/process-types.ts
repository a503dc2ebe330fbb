import type { InputFrame, ProcessInput, ProcessManager, Reaction } from '@guildhall/kernel';
import type { InputSource } from './process.events.js';

/** A manager or reaction of any input; definitions are assignable as they are. */
export type AnyManager = ProcessManager<ProcessInput, unknown>;
export type AnyReaction = Reaction<ProcessInput>;
export type AnyProcess = AnyManager | AnyReaction;

export const isReaction = (process: AnyProcess): process is AnyReaction => process.kind === 'reaction';

/** What an input brings along for what it causes; `causeId` is the id of the fact or event. */
export type Origin = Readonly<{ correlationId: string; causeId: string; region: string; traceparent?: string | undefined }>;

/** An input on its way to a process. */
export type Incoming = Readonly<{ source: InputSource; input: ProcessInput; frame: InputFrame; origin: Origin }>;
