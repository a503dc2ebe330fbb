import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, common, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { sumOf } from '../../domain/score/exact.js';
import {
  scoreReasons,
  scoreReasonsId,
  type ScoreReasonsDocument,
} from '../../projections/score-reasons/score-reasons.projection.js';
import { ExplainScoreRequest } from './explain-score.request.dto.js';

type Published = NonNullable<ScoreReasonsDocument['score']>;
type Item = Readonly<{
  evidenceId: string;
  kind: string;
  contractId: string;
  at: string;
  factIds: readonly string[];
  weight: string;
  contributionAlpha: string;
  contributionBeta: string;
  notes: readonly string[];
}>;
type Why = Readonly<Omit<Published, 'contributions'>> & Readonly<{ items: readonly Item[] }>;

@Controller('parties/:partyId/scores/:roleId/why')
export class ExplainScoreController {
  constructor(@InjectReadModel(scoreReasons) private readonly model: ReadModel<ScoreReasonsDocument>) {}

  /** Every item with what it adds: the contributions sum exactly to alpha - alpha0 and beta - beta0, and the headline follows from these. */
  @Get()
  @Allow('own party', 'operator')
  async explain(
    @Param('partyId', ParseUUIDPipe) partyId: string,
    @Param('roleId') roleId: string,
    @Query() { side = 'freelancer' }: ExplainScoreRequest,
    @Caller() caller: VerifiedCaller,
  ): Promise<Why> {
    const allowed = caller.partyId === partyId || caller.roles.includes('operator');
    const document = allowed ? await this.model.get(scoreReasonsId({ partyId, side, roleId })) : null;
    if (!document?.score) throw common('COMMON.NOT_FOUND', 'No score of yours in this kind of work');
    const { contributions, ...score } = document.score;
    return { ...score, items: itemsOf(document, contributions) };
  }
}

const itemsOf = ({ items, values }: ScoreReasonsDocument, contributions: Published['contributions']): readonly Item[] =>
  contributions.flatMap(({ evidenceId, alpha, beta, notes }): readonly Item[] => {
    const item = items[evidenceId];
    if (!item) return [];
    const { kind, contractId, at } = item;
    const factIds = [...new Set([...item.factIds, ...(kind === 'review' ? (values[contractId] ?? []) : [])])].sort();
    const added = { weight: sumOf(alpha, beta), contributionAlpha: alpha, contributionBeta: beta };
    return [{ evidenceId, kind, contractId, at, factIds, ...added, notes }];
  });
