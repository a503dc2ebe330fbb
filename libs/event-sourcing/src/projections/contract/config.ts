import { newId } from '@guildhall/kernel';

/** A database of its own on the MongoDB of integration tests, from the environment that `npm test` sets. */
export const testMongoUrl = (): string => {
  const url = process.env.GUILDHALL_TEST_MONGODB_URL;
  if (!url) throw new Error('GUILDHALL_TEST_MONGODB_URL is not set: run the integration tests through `npm test`');
  return `${url}/test_${newId().replaceAll('-', '')}?directConnection=true`;
};
