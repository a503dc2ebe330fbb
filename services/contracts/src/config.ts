import { readConfig, type ServiceConfig } from '@guildhall/service-kit';

/** Contracts needs nothing beside what every service needs. */
export const config = (): ServiceConfig => readConfig(process.env, 'contracts', () => ({}));
