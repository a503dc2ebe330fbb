import type { ServiceName } from '@guildhall/kernel';

/**
 * What a service sends through itself to see that it arrives: the renewals of its timers' lease, one every 3 s, of which the log keeps the
 * last. Projector and relay follow this stream beside the service's own, so that nothing has to be written for the canaries.
 */
export const canaryStreamOf = (service: ServiceName): string => `leases.${service}.timers`;

/** Of the renewals a projector takes one in so many ms: each costs it a write to the document database. */
export const PROJECTED_EVERY_MS = 5_000;
