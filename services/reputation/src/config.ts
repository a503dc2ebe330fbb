import { readConfig, type ServiceConfig } from '@guildhall/service-kit';

/** Reputation needs nothing beside what every service needs. */
export const config = (): ServiceConfig => readConfig(process.env, 'reputation', () => ({}));
