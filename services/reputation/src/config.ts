import { readConfig, type SecretTexts, type ServiceConfig } from '@guildhall/service-kit';

/** Reputation needs nothing beside what every service needs. */
export const config = (texts?: SecretTexts): ServiceConfig => readConfig(process.env, 'reputation', () => ({}), texts);
