import { common, type VerifiedCaller } from '@guildhall/service-kit';

/** Throws 404 for everybody but the account itself, so that ids cannot be probed. */
export const requireOwnAccount = ({ accountId }: VerifiedCaller, id: string): void => {
  if (accountId !== id) throw common('COMMON.NOT_FOUND', 'No such account');
};
