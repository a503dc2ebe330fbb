import { readConfig, type SecretTexts, type ServiceConfig } from '@guildhall/service-kit';

/** Disputes needs nothing beside what every service needs. */
export const config = (texts?: SecretTexts): ServiceConfig => readConfig(process.env, 'disputes', () => ({}), texts);
