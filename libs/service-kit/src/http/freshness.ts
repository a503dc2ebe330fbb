import { AsyncLocalStorage } from 'node:async_hooks';
import type { FindOptions, ReadModel } from '@guildhall/event-sourcing';
import { common } from './common-errors.js';

/** Longest wait for a read model that a query may ask for, in ms (architecture.md §6). */
export const AT_LEAST_WAIT_MS = 2_000;

type Wanted = { readonly position: bigint; readonly deadlineMs: number; staleSeconds: number };
const wanted = new AsyncLocalStorage<Wanted>();
const TOKEN = /^([a-z]+):(0|[1-9][0-9]{0,18})$/;

/** The position that a `Guildhall-At-Least` token names; another service's token or a malformed one is `COMMON.VALIDATION`. */
export const positionOfToken = (token: string, service: string): bigint => {
  const [, owner, position] = TOKEN.exec(token) ?? [];
  if (owner === undefined || position === undefined)
    throw common('COMMON.VALIDATION', 'Guildhall-At-Least: <service>:<position>');
  if (owner !== service) {
    throw common(
      'COMMON.VALIDATION',
      `Guildhall-At-Least: ${service} cannot wait for a position of ${owner}; await the effect by condition`,
    );
  }
  return BigInt(position);
};

/** Runs a query that wants to see `position`; the scope answers how stale its models were. */
export const wantingAtLeast = (position: bigint): Readonly<{ run<T>(work: () => T): T; staleSeconds(): number }> => {
  const scope: Wanted = { position, deadlineMs: performance.now() + AT_LEAST_WAIT_MS, staleSeconds: 0 };
  return { run: (work) => wanted.run(scope, work), staleSeconds: () => scope.staleSeconds };
};

/**
 * Waits until a model has seen what the running request asked for with `Guildhall-At-Least`; returns at once when it asked for nothing.
 * For models that are no `ReadModel`, such as a search index; `waitFor` answers the seconds that the model still lags.
 */
export const awaitAsked = async (waitFor: (position: bigint, timeoutMs: number) => Promise<number>): Promise<void> => {
  const scope = wanted.getStore();
  if (!scope) return;
  const lag = await waitFor(scope.position, Math.max(0, scope.deadlineMs - performance.now()));
  scope.staleSeconds = Math.max(scope.staleSeconds, lag);
};

/** A read model whose queries wait for what their request asked for. */
export const freshReadModel = <D extends object>(model: ReadModel<D>): ReadModel<D> => {
  const fresh = () => awaitAsked((position, timeoutMs) => model.waitFor(position, timeoutMs));
  return {
    get: async (id: string) => (await fresh(), model.get(id)),
    find: async (filter: object, options?: FindOptions) => (
      await fresh(),
      options ? model.find(filter, options) : model.find(filter)
    ),
    count: async (filter: object) => (await fresh(), model.count(filter)),
    waitFor: (position, timeoutMs) => model.waitFor(position, timeoutMs),
  };
};
