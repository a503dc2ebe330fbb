import { IsEmail, Matches, MaxLength } from 'class-validator';

export class AddressRequest {
  @IsEmail()
  @MaxLength(254)
  readonly email!: string;
}

export class VerifyEmailRequest extends AddressRequest {
  /** The 8 digits of the mail. */
  @Matches(/^[0-9]{8}$/)
  readonly code!: string;
}
