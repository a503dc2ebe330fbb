/** The six services in the order of their ports. */
export const serviceNames = ['identity', 'gigs', 'contracts', 'payments', 'disputes', 'reputation'] as const;

export type ServiceName = (typeof serviceNames)[number];

export const isServiceName = (name: string): name is ServiceName => serviceNames.some((service) => service === name);
