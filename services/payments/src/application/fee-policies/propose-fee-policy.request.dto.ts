import { IsISO8601, IsObject, Matches } from 'class-validator';

export class ProposeFeePolicyRequest {
  /** e.g. `fee-v2`; `policyRefs.fee` of contracts names it. */
  @Matches(/^fee-v[1-9][0-9]{0,5}$/)
  readonly policyVersion!: string;

  @IsISO8601({ strict: true })
  readonly effectiveFrom!: string;

  /** The rules as `FeePolicyPublished` tells them. */
  @IsObject()
  readonly rules!: Record<string, unknown>;
}
