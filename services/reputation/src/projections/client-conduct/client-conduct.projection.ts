import { defineProjection } from '@guildhall/event-sourcing';
import type { Conduct, ContractEvent } from '../../domain/contract/contract.events.js';
import type { PartyEvent } from '../../domain/party/party.events.js';

type Own = Extract<ContractEvent, { type: 'ConductKnown' }> | Extract<PartyEvent, { type: 'BriefSeen' | 'BriefClosureSeen' }>;

/** `contracts`: conduct by contract; `briefs`: how many were hired from each, null while it is open. */
export type ClientConductDocument = Readonly<{
  contracts: Readonly<Record<string, Conduct>>;
  briefs: Readonly<Record<string, number | null>>;
}>;

/** What a client is like to work for: one document a client. */
export const clientConduct = defineProjection<Own, ClientConductDocument>({
  name: 'client-conduct',
  version: 1,
  from: ['reputation.contract', 'reputation.party'],
  ids({ type, data }) {
    switch (type) {
      case 'ConductKnown':
        return [data.clientPartyId];
      case 'BriefSeen':
      case 'BriefClosureSeen':
        return [data.partyId];
    }
  },
  reduce(document, { type, data }) {
    const before = document ?? { contracts: {}, briefs: {} };
    switch (type) {
      case 'ConductKnown':
        return { ...before, contracts: { ...before.contracts, [data.contractId]: data.conduct } };
      case 'BriefSeen':
        return { ...before, briefs: { [data.briefId]: null, ...before.briefs } };
      case 'BriefClosureSeen':
        return { ...before, briefs: { ...before.briefs, [data.briefId]: data.hired } };
    }
  },
});
