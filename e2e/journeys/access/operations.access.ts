import type { ServiceName } from '@guildhall/kernel';
import type { AccessTable, Situation } from './access-table.js';

const REASON = 'It was looked into.';

const looking: Situation = ({ people }) => ({ by: people.operator });

/** The operators' view of a service, the same for all six. */
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
    'operations.lag': { operator: looking },
    'operations.parked': { operator: looking },
    'operations.processes-in-need': { operator: looking },
    'operations.timers': { operator: looking },
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
