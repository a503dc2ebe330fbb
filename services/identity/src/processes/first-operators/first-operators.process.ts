import { send, type OwnEvent, type Reaction } from '@guildhall/kernel';

type Input = OwnEvent<'FirstOperatorsNamed', { accountIds: readonly [string, string] }>;

/** Grants the first two operators their role; the use case has done so already unless it crashed in between. */
export const firstOperators: Reaction<Input> = {
  kind: 'reaction',
  name: 'first-operators',
  from: ['identity.bootstrap'],
  react: ({ type, data }) =>
    type === 'FirstOperatorsNamed'
      ? data.accountIds.map((accountId, index) => {
          return send(`grant-${index}`, { type: 'BootstrapOperator', data: { accountId, by: data.accountIds } });
        })
      : [],
};
