const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start the local servers, or run \`npm test\`, which does`);
  return value;
};

/** `host:port` of the brokers that integration tests use; throws one sentence where there are none. */
export const testBrokers = (): string[] => required('GUILDHALL_TEST_KAFKA_BROKERS').split(',');

/** URL of the event store that integration tests use; throws one sentence where there is none. */
export const testEventStoreUrl = (): string => required('GUILDHALL_TEST_EVENTSTORE_URL');
