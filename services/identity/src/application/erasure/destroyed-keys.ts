import {
  EVENT_STORE,
  follow,
  SUBJECT_KEYS,
  type EventStore,
  type Follower,
  type StoredEvent,
  type SubjectKeys,
} from '@guildhall/event-sourcing';
import { LOGGER, SERVICE_CONFIG, type Logger, type ServiceConfig } from '@guildhall/service-kit';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { erasurePolicy } from '../../domain/subject/erasure-policy.js';
import { subjectStorage, type SubjectEvent } from '../../domain/subject/subject.events.js';
import { Decoys } from '../credentials/decoys.js';

/**
 * Destroys again, at every start, the keys of all whom the log says are forgotten: a key store that came back from a backup still has
 * those that were destroyed after it was made. Processes of other roles drop what they remember of them.
 */
@Injectable()
export class DestroyedKeys implements OnModuleInit, BeforeApplicationShutdown {
  private follower: Follower | null = null;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(SUBJECT_KEYS) private readonly keys: SubjectKeys,
    @Inject(SERVICE_CONFIG) private readonly config: Pick<ServiceConfig, 'roles'>,
    @Inject(LOGGER) private readonly logger: Pick<Logger, 'warn'>,
    private readonly decoys: Decoys,
  ) {}

  onModuleInit(): void {
    this.follower = follow({
      store: this.store,
      prefixes: [`${subjectStorage.category}-`],
      handle: async ({ events }) => {
        for (const event of events) await this.see(event);
      },
      onFault: ({ where, error, attempt }) =>
        this.logger.warn({ err: error, where, attempt }, 'keys of forgotten persons wait to be destroyed again'),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.follower?.stop();
  }

  private async see({ type, data, streamKey }: StoredEvent): Promise<void> {
    this.decoys.forget(streamKey);
    if (!this.config.roles.includes('processor')) return;
    const event = { type, data } as SubjectEvent;
    switch (event.type) {
      case 'ErasureRequested':
        return;
      case 'SubjectForgotten': {
        const { subjectId, legalHoldUntil } = event.data;
        return legalHoldUntil === null
          ? this.keys.destroy(subjectId)
          : this.keys.destroy(subjectId, erasurePolicy.erasedPurposes);
      }
      case 'HeldKeysDestroyed':
        return this.keys.destroy(event.data.subjectId);
    }
  }
}
