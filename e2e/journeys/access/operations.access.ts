import { newId, type ServiceName } from '@guildhall/kernel';
import { eventually, type Person } from '@guildhall/local';
import type { AccessTable, Situation } from './access-table.js';

const REASON = 'It was looked into.';

/** Where a command that nobody took would stand: to its sender it is unknown. */
const placeOf = (service: ServiceName, commandId: string): string =>
  Buffer.from(JSON.stringify([[`${service}.command-${commandId}`, commandId]])).toString('base64url');

type Standing = Readonly<{ name: string; built: Readonly<{ order: string }> | null }>;

const BUILT_WITHIN_MS = 120_000;

/**
 * A read model of the service with a second generation that is compared and kept up to date. Situations are made side by side and an
 * order replaces the one before: each takes a read model of its own, `which`.
 */
const builtBeside = async (service: ServiceName, operator: Person, which: number): Promise<string> => {
  const at = `/${service}/operations/projections`;
  const standings = async (): Promise<readonly Standing[]> =>
    (await operator.get<{ projections: readonly Standing[] }>(at)).projections;
  const own = (await standings())[which];
  if (!own) throw new Error(`${service} has no read model number ${String(which)}`);
  const { order } = await operator.post<{ order: string }>(`${at}/${own.name}/rebuild`, { reason: REASON });
  const isBuilt = async (): Promise<true | undefined> => {
    const now = (await standings()).find(({ name }) => name === own.name);
    return now?.built?.order === order ? true : undefined;
  };
  await eventually(`${own.name} is built a second time`, isBuilt, BUILT_WITHIN_MS);
  return own.name;
};

const ofThePerson: Situation = ({ people: { operator, client } }) => ({ by: operator, params: { subjectId: client.accountId } });
const looking: Situation = ({ people }) => ({ by: people.operator });

/** What service-kit adds to each service: the operators' view, and the place to ask after a command. */
export const operationsAccess = (service: ServiceName): AccessTable => {
  const parked: Situation = async ({ incidents, people: { operator } }) => {
    const { process, key } = await incidents.parked(service, operator);
    return { by: operator, body: { process, key, reason: REASON } };
  };
  const escalated: Situation = async ({ incidents, people: { operator } }) => {
    const { process, key } = await incidents.escalated(service, operator);
    return { by: operator, body: { process, key, reason: REASON } };
  };
  return {
    'command-outcome.show': {
      'signed-in': ({ people: { client } }) => {
        const commandId = newId();
        return { by: client, params: { commandId }, query: { place: placeOf(service, commandId) } };
      },
    },
    'operations.lag': { operator: looking },
    'operations.parked': { operator: looking },
    'operations.processes-in-need': { operator: looking },
    'operations.timers': { operator: looking },
    'operations.show-parked': {
      operator: async ({ incidents, people: { operator } }) => {
        const { messageId } = await incidents.parked(service, operator);
        return { by: operator, params: { messageId } };
      },
    },
    'operations.show-process': {
      operator: async ({ incidents, people: { operator } }) => {
        const { process, key } = await incidents.escalated(service, operator);
        return { by: operator, params: { process, key } };
      },
    },
    'standing.show': { operator: looking },
    'standing.topics': { operator: looking },
    'standing.facts': { operator: looking },
    'audits.audit-relay': { operator: ({ people }) => ({ by: people.operator, body: {} }) },
    'projections.list': { operator: looking },
    'projections.rebuild': {
      operator: async ({ people: { operator } }) => {
        const standings = await operator.get<{ projections: readonly Standing[] }>(`/${service}/operations/projections`);
        const name = standings.projections.at(-1)?.name ?? '';
        // A new order replaces a generation that another row switches to or from.
        return { by: operator, params: { name }, body: { reason: REASON }, last: true };
      },
    },
    'projections.switch-over': {
      operator: async ({ people: { operator } }) => {
        const name = await builtBeside(service, operator, 0);
        return { by: operator, params: { name }, body: { reason: REASON } };
      },
    },
    'projections.roll-back': {
      operator: async ({ people: { operator } }) => {
        const name = await builtBeside(service, operator, 1);
        await operator.post(`/${service}/operations/projections/${name}/switch`, { reason: REASON });
        return { by: operator, params: { name }, body: { reason: REASON } };
      },
    },
    // identity says more of a person, under an operation of its own.
    ...(service === 'identity' ? {} : { 'subjects.receipt': { operator: ofThePerson } }),
    'operations.retry-parked': { operator: parked },
    'operations.discard-parked': {
      operator: async ({ incidents, people: { operator } }) => {
        const { process, messageId } = await incidents.parked(service, operator);
        return { by: operator, body: { process, messageId, reason: REASON } };
      },
    },
    'operations.retry-process': { operator: escalated },
    'operations.advance-process': { operator: escalated },
  };
};
