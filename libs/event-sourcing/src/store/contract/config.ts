/** The event store of integration tests, from the environment that `npm test` sets; one clear sentence where none is given. */
export const testEventStoreUrl = (): string => {
  const url = process.env.GUILDHALL_TEST_EVENTSTORE_URL;
  if (!url) throw new Error('GUILDHALL_TEST_EVENTSTORE_URL is not set: run the integration tests through `npm test`');
  return url;
};
