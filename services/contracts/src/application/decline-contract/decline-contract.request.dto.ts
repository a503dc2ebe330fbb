import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';

export class DeclineContractRequest {
  /** A stable word that both sides see. */
  @Matches(/^[a-z0-9][a-z0-9_.-]{0,63}$/)
  readonly reason!: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  readonly note?: string;
}
