import { send, type OwnEvent, type Reaction } from '@guildhall/kernel';

type Input = OwnEvent<'EmailChanged', { accountId: string; oldEmailHash: string }>;

/** Frees the address that an account left. */
export const addressFreeing: Reaction<Input> = {
  kind: 'reaction',
  name: 'address-freeing',
  from: ['identity.account'],
  react: ({ type, data }) =>
    type === 'EmailChanged'
      ? [send('free', { type: 'FreeEmail', data: { emailHash: data.oldEmailHash, accountId: data.accountId } })]
      : [],
};
