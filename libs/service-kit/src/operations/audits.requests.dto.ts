import { IsOptional, Matches } from 'class-validator';

/** Which stretch of the topic is audited; neither: the first one. */
export class AuditRequest {
  /** Facts up to this position of the log are left out; a position that the log told, such as that of a runner. */
  @IsOptional()
  @Matches(/^\d{1,20}$/)
  readonly from?: string;

  /** `next` of the stretch before. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,400000}$/)
  readonly at?: string;
}
