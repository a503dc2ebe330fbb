import { defineProjection } from '@guildhall/event-sourcing';
import type { SessionEvent } from '../../domain/session/session.events.js';

/** A session that was not ended. Instants are wall time; whether it ran out is judged by the query. */
export type MySession = Readonly<{ accountId: string; device: string; place: string; startedAt: string; lastUsedAt: string }>;

/** "Which sessions do I have?": one document a session, asked for by `accountId`, newest use first. */
export const mySessions = defineProjection<SessionEvent, MySession>({
  name: 'my-sessions',
  version: 1,
  from: ['identity.session'],
  indexes: [{ key: { accountId: 1, lastUsedAt: -1 } }],
  ids: ({ data }) => [data.sessionId],
  reduce(document, { type, data }) {
    switch (type) {
      case 'SessionStarted': {
        const { accountId, device, place, startedAt } = data;
        return { accountId, device, place, startedAt, lastUsedAt: startedAt };
      }
      case 'SessionRefreshed':
        return document && { ...document, lastUsedAt: data.refreshedAt };
      case 'SessionSteppedUp':
        return document && { ...document, lastUsedAt: data.at };
      case 'SessionRevoked':
        return null;
    }
  },
});
