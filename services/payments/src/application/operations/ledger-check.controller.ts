import { EVENT_STORE, READ_MODEL_STORE, type EventStore, type ReadModelStore } from '@guildhall/event-sourcing';
import { Allow, WALL_CLOCK, type WallClock } from '@guildhall/service-kit';
import { Controller, Get, Inject } from '@nestjs/common';
import { CHECKED, type Violation } from '../../ledger/ledger-check.js';
import { runLedgerCheck } from '../../ledger-check/run-ledger-check.js';

/** The first event that breaks an invariant; `revision` and `position` are decimal strings. */
type ViolationLine = Omit<Violation, 'revision' | 'position'> & Readonly<{ revision: string; position: string }>;

/**
 * The verdict over the whole log: `checked` names the invariants that were looked at, `differences` counts documents of read models that
 * say otherwise (I7), `openBalances` escrow and clearing accounts that are not zero; minor units as decimal strings.
 */
type LedgerVerdict = Readonly<{
  result: 'sound' | 'broken';
  events: number;
  streams: number;
  entries: number;
  checked: readonly string[];
  violations: readonly ViolationLine[];
  differences: number;
  documentsCompared: number;
  openBalances: number;
  totals: readonly Readonly<{ currency: string; difference: string }>[];
}>;

@Controller('operations')
export class LedgerCheckController {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODEL_STORE) private readonly readModels: ReadModelStore,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  /**
   * Reads the log once and judges it, as the program `ledger-check` does. A log too long for one request is given up at the handler's
   * deadline (`HANDLER_DEADLINE_MS`): the program, which has none, is for those.
   */
  @Get('ledger-check')
  @Allow('operator')
  async verdict(): Promise<LedgerVerdict> {
    const { report, readModels, result } = await runLedgerCheck(this.store, this.readModels, this.wall.nowMs());
    const { events, streams, entries, violations, open, trialBalance } = report;
    return {
      ...{ result, events, streams, entries, checked: [...CHECKED, 'I7'], openBalances: open.length },
      violations: violations.map(({ revision, position, ...line }) => ({
        ...line,
        revision: revision.toString(),
        position: position.toString(),
      })),
      differences: readModels?.differences.length ?? 0,
      documentsCompared: readModels?.compared ?? 0,
      totals: trialBalance.totals.map(({ currency, difference }) => ({ currency, difference: difference.toString() })),
    };
  }
}
