import type { Projection } from '@guildhall/event-sourcing';
import { Inject } from '@nestjs/common';

/** Token of the queries of a projection. */
export const readModelToken = ({ name }: Pick<Projection, 'name'>): symbol => Symbol.for(`guildhall:read-model:${name}`);

/** Injects the `ReadModel<Doc>` of a projection of this service; its queries honour `Guildhall-At-Least`. */
export const InjectReadModel = (projection: Pick<Projection, 'name'>): ParameterDecorator & PropertyDecorator =>
  Inject(readModelToken(projection));

/** Token of the scrape registry (`MetricsRegistry`): services raise the series there that `METRIC` defines for them. */
export const METRICS = Symbol('METRICS');
