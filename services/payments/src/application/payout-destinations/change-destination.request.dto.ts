import { IsString, Matches, MaxLength, MinLength } from 'class-validator';

export class ChangeDestinationRequest {
  /** Token of the provider's form; account numbers never reach us. */
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  readonly testToken!: string;

  @Matches(/^[a-z][a-z0-9_]{1,31}$/)
  readonly method!: string;

  /** ISO 3166-1 alpha-2. */
  @Matches(/^[A-Z]{2}$/)
  readonly country!: string;
}
