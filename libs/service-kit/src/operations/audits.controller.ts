import { topicOf } from '@guildhall/event-catalogue';
import {
  placeOf,
  storedPlace,
  type AuditCounts,
  type AuditPlace,
  type Finding,
  type RelayAudit,
  type StoredPlace,
} from '@guildhall/messaging';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { SERVICE_DEFINITION, type ServiceDefinition } from '../definition/service-definition.js';
import { common } from '../http/common-errors.js';
import { Allow } from '../http/decorators.js';
import { AuditRequest } from './audits.requests.dto.js';

/** Token of the `RelayAudit` of the service's own topic. */
export const RELAY_AUDIT = Symbol('RELAY_AUDIT');

/** As long as an answer may take, and as much as an answer may carry on to the next. */
const LIMITS = { events: 20_000, ms: 4_000, open: 200 } as const;

/**
 * One stretch of an audit. `done`: log and topic were compared as far as the relay has told; else the audit goes on with `next`.
 * `reached`: position of the log, a decimal string. The counts are of this stretch; findings are named up to 100.
 */
type AuditStretch = Readonly<{
  topic: string;
  done: boolean;
  reached: string | null;
  next: string;
  counts: AuditCounts;
  findings: readonly Finding[];
}>;

/** Compares the service's log with its topic, stretch by stretch; whoever asks carries the place along, so that any process answers. */
@Controller('operations/relay/audits')
@Allow('operator')
export class AuditsController {
  constructor(
    @Inject(RELAY_AUDIT) private readonly audit: RelayAudit,
    @Inject(SERVICE_DEFINITION) private readonly definition: ServiceDefinition,
  ) {}

  /** Changes nothing: a long look, in steps of a few seconds. */
  @Post()
  @HttpCode(200)
  async auditRelay(@Body() { from, at }: AuditRequest): Promise<AuditStretch> {
    const place = at === undefined ? await this.audit.begin(from === undefined ? null : BigInt(from)) : placeIn(at);
    const { done, at: reached, counts, findings } = await this.audit.stretch(place, LIMITS);
    const next = Buffer.from(JSON.stringify(storedPlace(reached))).toString('base64url');
    return { topic: topicOf(this.definition.service), done, reached: reached.after?.toString() ?? null, next, counts, findings };
  }
}

const placeIn = (token: string): AuditPlace => {
  try {
    return placeOf(JSON.parse(Buffer.from(token, 'base64url').toString()) as StoredPlace);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError)) throw error;
    throw common('COMMON.VALIDATION', 'at: as `next` of the stretch before');
  }
};
