import { v5, v7, validate } from 'uuid';

/** Namespace of every derived id of Guildhall (a UUIDv4 drawn once; it may never change: ids in the log depend on it). */
const NAMESPACE = '6f1c9a0e-3f0b-4c55-9d0a-7a1f6f6d2b1e';

/** UUIDv5 (RFC 9562 §5.5) over the parts joined by a bar. The same parts always give the same id. */
export const deriveId = (...parts: readonly string[]): string => v5(parts.join('|'), NAMESPACE);

/** Command id of an HTTP request: the actor is part of it, so two users' key "1" never meet. */
export const httpCommandId = (actorId: string, useCase: string, idempotencyKey: string): string =>
  deriveId('http', actorId, useCase, idempotencyKey);

/** Command id of what a process orders; `inputId` is the id of the fact, own event, timer or refusal that was its input. */
export const processCommandId = (inputId: string, process: string, step: string): string =>
  deriveId('process', inputId, process, step);

/** Command id of one leg of a transfer between two streams. */
export const transferLegId = (transferId: string, side: string): string => deriveId('transfer', transferId, side);

/** Event id: two streams or two actors never collide, and the store refuses a repeat. */
export const eventIdOf = (stream: string, commandId: string, index: number): string =>
  deriveId('event', stream, commandId, String(index));

/** Id of an aggregate that a command creates, when the client sends none. */
export const createdId = (commandId: string, aggregate: string): string => deriveId(commandId, aggregate);

/** Id of an aggregate born of a fact: the origin's id and the aggregate's name, so an origin is used once. */
export const bornOf = (originId: string, aggregate: string): string => deriveId(originId, aggregate);

/** A new time-ordered id (UUIDv7). Impure: edges and tests only, never `domain/`. */
export const newId = (): string => v7();

/** True for a UUID of any version in its canonical text form. */
export const isUuid = (text: string): boolean => validate(text);
