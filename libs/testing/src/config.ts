/** URLs of the local servers that integration tests run on; `mongodbUrl` has no database name. */
export type TestServers = Readonly<{ eventStoreUrl: string; kafkaBrokers: string; mongodbUrl: string }>;

const required = (name: string): string => {
  const value = process.env[name];
  if (!value)
    throw new Error(
      `${name} is not set: run the suite by "npm test -- integration", or start "npm run test-servers" and export its lines`,
    );
  return value;
};

/** Read from the environment that `npm test` sets; throws one sentence where a server is not named. */
export const testServers = (): TestServers => ({
  eventStoreUrl: required('GUILDHALL_TEST_EVENTSTORE_URL'),
  kafkaBrokers: required('GUILDHALL_TEST_KAFKA_BROKERS'),
  mongodbUrl: required('GUILDHALL_TEST_MONGODB_URL'),
});
