import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import {
  LADDER_STAGES,
  RESTRICTION_SCOPES,
  type LadderStage,
  type RestrictionScope,
} from '../../domain/restriction/restriction.events.js';

export class RestrictRequest {
  /** A restriction that is there already is taken a step further; else one is made, under this id if it is given. */
  @IsOptional()
  @IsUUID()
  readonly restrictionId?: string;

  @IsUUID()
  readonly partyId!: string;

  @IsIn(LADDER_STAGES)
  readonly stage!: LadderStage;

  @IsIn(RESTRICTION_SCOPES, { each: true })
  @ArrayUnique()
  @ArrayMaxSize(RESTRICTION_SCOPES.length)
  readonly scope!: RestrictionScope[];

  @Matches(/^[a-z0-9][a-z0-9_.-]{0,63}$/)
  readonly reasonCode!: string;

  /** Ids or hashes of what the step rests on. */
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  readonly evidenceRefs!: string[];

  /** UTC day; 14 days from now unless given. */
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  @IsISO8601({ strict: true })
  readonly reviewDate?: string;
}

export class LiftRequest {
  @IsString()
  @MinLength(1)
  @MaxLength(2000)
  readonly reason!: string;
}

/** The second operator's word; what is approved stands in the proposal. */
export class ApproveSuspensionRequest {}

export class AppealRequest {
  @IsString()
  @MinLength(1)
  @MaxLength(10_000)
  readonly text!: string;
}
