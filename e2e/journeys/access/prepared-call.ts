import { randomUUID } from 'node:crypto';
import type { Answer, Person } from '@guildhall/local';
import type { Market } from '../../market/market.js';
import { pathOf, type Operation } from '../../market/operations.js';
import type { AccessTable, Call } from './access-table.js';
import { inParallel } from './once.js';
import type { Scene } from './scene.js';

/** A request that lies ready: an operation, the value of its `x-guildhall-allow` that lets the caller in, and the request itself. */
export type Prepared = Readonly<{ operation: Operation; kind: string; call: Call; key: string }>;

type As = Readonly<{ person: Person; party?: string }> | Readonly<{ token: string | undefined }>;

/** Makes all situations, so many at a time; throws one error that names each that could not be made. */
export const prepareAll = async (
  scene: Scene,
  table: AccessTable,
  operations: readonly Operation[],
  width: number,
): Promise<readonly Prepared[]> => {
  const pairs = operations.flatMap((operation) =>
    Object.entries(table[operation.id] ?? {}).map(([kind, situation]) => ({ operation, kind, situation })),
  );
  const failures: string[] = [];
  const made = await inParallel(pairs, width, async ({ operation, kind, situation }): Promise<readonly Prepared[]> => {
    try {
      return [{ operation, kind, call: await situation(scene), key: randomUUID() }];
    } catch (error) {
      failures.push(`${operation.id} for ${kind}: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
  if (failures.length > 0) throw new Error(`Situations that could not be made:\n${failures.join('\n')}`);
  return made.flat();
};

const pathAndQuery = ({ operation, call: { params = {}, query } }: Prepared): string =>
  `${pathOf(operation, params)}${query ? `?${new URLSearchParams(query).toString()}` : ''}`;

/** Sends the request as somebody, whoever is meant to send it; it is the same request every time. */
export const sendAs = ({ api }: Market, ready: Prepared, as: As): Promise<Answer<unknown>> => {
  const { operation, call, key } = ready;
  const { method } = operation;
  const body = method === 'GET' ? undefined : (call.body ?? {});
  const options = { key, ...(call.headers ? { headers: call.headers } : {}) };
  const path = pathAndQuery(ready);
  if (!('person' in as)) return api.send(method, path, body, { ...options, ...(as.token ? { token: as.token } : {}) });
  return as.person.send(method, path, body, { ...options, ...(as.party ? { party: as.party } : {}) });
};

/** The request as its caller sends it, after the password was given again where the operation asks for it. */
export const sendAsCaller = async (market: Market, ready: Prepared): Promise<Answer<unknown>> => {
  const { operation, call } = ready;
  if (!call.by) return sendAs(market, ready, { token: undefined });
  if (operation.stepUp === 'needed') await call.by.stepUp();
  return sendAs(market, ready, { person: call.by });
};
