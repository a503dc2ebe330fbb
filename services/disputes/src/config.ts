import { readConfig, type ServiceConfig } from '@guildhall/service-kit';

/** Disputes needs nothing beside what every service needs. */
export const config = (): ServiceConfig => readConfig(process.env, 'disputes', () => ({}));
