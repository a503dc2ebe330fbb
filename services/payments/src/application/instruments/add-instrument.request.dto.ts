import { IsString, Matches, MaxLength, MinLength } from 'class-validator';

export class AddInstrumentRequest {
  /** Token of the provider's form; card data never reaches us. */
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  readonly testToken!: string;

  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly holderName!: string;

  /** ISO 3166-1 alpha-2. */
  @Matches(/^[A-Z]{2}$/)
  readonly country!: string;
}
