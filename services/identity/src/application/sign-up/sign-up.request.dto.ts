import { IsEmail, IsIn, IsOptional, IsString, IsTimeZone, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';
import policy from '../../domain/policies/account-v1.json' with { type: 'json' };

export class SignUpRequest {
  /** Made by the client; else derived from the request. */
  @IsOptional()
  @IsUUID()
  readonly accountId?: string;

  @IsEmail()
  @MaxLength(254)
  readonly email!: string;

  @IsString()
  @MaxLength(1024)
  readonly password!: string;

  @IsString()
  @MinLength(1)
  @MaxLength(100)
  readonly displayName!: string;

  /** ISO 3166-1 alpha-2. */
  @Matches(/^[A-Z]{2}$/)
  readonly country!: string;

  @IsIn(policy.homeRegions)
  readonly homeRegion!: string;

  /** BCP 47, e.g. `de-DE`. */
  @Matches(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/)
  @MaxLength(35)
  readonly locale!: string;

  /** IANA name, e.g. `Europe/Berlin`. */
  @IsTimeZone()
  @MaxLength(64)
  readonly timeZone!: string;
}
