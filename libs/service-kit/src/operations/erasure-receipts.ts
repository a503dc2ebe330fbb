import { Erasures, EVENT_STORE, type EventStore } from '@guildhall/event-sourcing';
import { Inject, Injectable } from '@nestjs/common';
import { SERVICE_DEFINITION, type ServiceDefinition } from '../definition/service-definition.js';
import { SUBJECT_CATEGORY } from '../identity-facts/heard.events.js';

/** One read model that may hold personal text: the last order about the person and when it was carried out, wall time; null: not yet. */
type ErasedReadModel = Readonly<{ name: string; order: string | null; orderedAt: string | null; erasedAt: string | null }>;

/**
 * How far a service is with a person. `heardAt`: when it noted in its own log that the keys are gone, wall time; null: it has not heard.
 * From then on no process of it opens anything of that person; `readModels` says what is rebuilt without it.
 */
export type ErasureReceipt = Readonly<{
  service: string;
  subjectId: string;
  heardAt: string | null;
  readModels: readonly ErasedReadModel[];
}>;

/** Writes the receipts of a service from its own log, so that each of its processes answers the same. */
@Injectable()
export class ErasureReceipts {
  constructor(
    @Inject(SERVICE_DEFINITION) private readonly definition: ServiceDefinition,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly erasures: Erasures,
  ) {}

  /** Errors: `StoreUnavailable`. */
  async of(subjectId: string): Promise<ErasureReceipt> {
    const { service } = this.definition;
    const [heardAt, standings] = await Promise.all([this.heardAt(subjectId), this.erasures.standings(subjectId)]);
    const readModels = standings.map(({ readModel, erasures }): ErasedReadModel => {
      const last = erasures.at(-1);
      return {
        name: readModel,
        order: last?.order ?? null,
        orderedAt: last?.orderedAt ?? null,
        erasedAt: last?.erasedAt ?? null,
      };
    });
    return { service, subjectId, heardAt, readModels };
  }

  private async heardAt(subjectId: string): Promise<string | null> {
    const stream = `${this.definition.service}.${SUBJECT_CATEGORY}-${subjectId}`;
    for await (const { type, recordedAt } of this.store.read(stream)) if (type === 'SubjectForgotten') return recordedAt;
    return null;
  }
}
