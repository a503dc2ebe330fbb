import { factDefinition, type JsonSchema } from '@guildhall/event-catalogue';
import {
  EVENT_STORE,
  READ_MODEL_STORE,
  type EventStore,
  type ReadModelState,
  type ReadModelStore,
} from '@guildhall/event-sourcing';
import type { TopicStanding } from '@guildhall/messaging';
import { Controller, Get, Inject } from '@nestjs/common';
import { SERVICE_CONFIG, type ServiceConfig } from '../config/service-config.js';
import { SERVICE_DEFINITION, type ServiceDefinition } from '../definition/service-definition.js';
import { Allow } from '../http/decorators.js';
import { nextRecordedAt } from '../runtime/next-recorded-at.js';
import { TOPIC_STANDINGS, type AskTopics } from './topic-questions.js';

/**
 * A read model of the code and what is stored of it (null: nothing yet). `position`: a decimal string; `waitingSince`: when the first
 * event that it has not applied was written, null where it has applied all.
 */
type ReadModelStanding = Readonly<{
  name: string;
  version: number;
  stored: Readonly<{ version: number; generation: number; state: ReadModelState; position: string }> | null;
  waitingSince: string | null;
}>;

type ServiceStanding = Readonly<{
  service: string;
  version: string;
  commit: string;
  roles: readonly string[];
  sandboxMode: boolean;
  readModels: readonly ReadModelStanding[];
}>;

/** A fact that the service tells, with the JSON Schema of its data. */
type ToldFact = Readonly<{ type: string; schema: Readonly<Record<string, unknown>> }>;

/** What a service and its stores say of themselves, read from the stores, so that each of its processes answers the same. Changes nothing. */
@Controller('operations')
@Allow('operator')
export class StandingController {
  constructor(
    @Inject(SERVICE_DEFINITION) private readonly definition: ServiceDefinition,
    @Inject(SERVICE_CONFIG) private readonly config: ServiceConfig,
    @Inject(READ_MODEL_STORE) private readonly readModels: ReadModelStore,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(TOPIC_STANDINGS) private readonly askTopics: AskTopics,
  ) {}

  /** Version, roles and read models: the version of the code beside the stored one, and what waits to be applied. */
  @Get('standing')
  async show(): Promise<ServiceStanding> {
    const { service, version, commit, roles, sandboxMode } = this.config;
    const { projections } = this.definition;
    const stored = await this.readModels.checkpoints(projections.map(({ name }) => name));
    const next = nextRecordedAt(this.store, service);
    const readModels = projections.map(async ({ name, version: ofCode }): Promise<ReadModelStanding> => {
      const found = stored.find((checkpoint) => checkpoint.name === name);
      if (!found) return { name, version: ofCode, stored: null, waitingSince: null };
      const { version: ofStore, generation, state, position } = found;
      return {
        name,
        version: ofCode,
        stored: { version: ofStore, generation, state, position: position.toString() },
        waitingSince: await next(position),
      };
    });
    return { service, version, commit, roles, sandboxMode, readModels: await Promise.all(readModels) };
  }

  /** The service's own topic and those that it listens to, as the broker has them, with its consumer groups. */
  @Get('topics')
  async topics(): Promise<Readonly<{ topics: readonly TopicStanding[] }>> {
    return { topics: await this.askTopics() };
  }

  /** The facts that this version tells: what a next version is compared with. */
  @Get('facts')
  facts(): Readonly<{ facts: readonly ToldFact[] }> {
    const types = [...new Set(this.definition.facts.map(({ fact }) => fact.type))];
    return { facts: types.map((type) => ({ type, schema: plain(factDefinition(type).schema) })) };
  }
}

const plain = (schema: JsonSchema): Readonly<Record<string, unknown>> => ({ ...schema });
