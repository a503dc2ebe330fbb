import { vaultPolicy } from '@guildhall/event-sourcing';
import { SERVICES } from '@guildhall/kernel';

/** Where the example and the chart's defaults have the keys. */
const PLACES = { mount: 'guildhall', transitMount: 'transit', kek: 'guildhall' };

const HEADER =
  '# Made by `npm run chart` from the table of grants (libs/event-sourcing, purpose-grants.ts): change it there.\n\n';

/** The policy of each service for a key store, by the name of its file. */
export const keyStorePolicies = () =>
  new Map(SERVICES.map((service) => [`${service}.hcl`, `${HEADER}${vaultPolicy(service, PLACES)}`]));
