import { isDomainError } from '@guildhall/kernel';

/** Code of the refusal of a promise; faults are thrown on. */
export const refusalOfPromise = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
  return 'no refusal';
};
