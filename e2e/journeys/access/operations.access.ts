import { newId, type ServiceName } from '@guildhall/kernel';
import type { AccessTable, Situation } from './access-table.js';

const REASON = 'It was looked into.';

/** Where a command that nobody took would stand: to its sender it is unknown. */
const placeOf = (service: ServiceName, commandId: string): string =>
  Buffer.from(JSON.stringify([[`${service}.command-${commandId}`, commandId]])).toString('base64url');

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
