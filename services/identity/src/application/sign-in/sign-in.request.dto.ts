import { IsString, MaxLength, MinLength } from 'class-validator';

/** Any text: what is no address at all is a wrong credential like others. */
export class SignInRequest {
  @IsString()
  @MinLength(1)
  @MaxLength(254)
  readonly email!: string;

  @IsString()
  @MinLength(1)
  @MaxLength(1024)
  readonly password!: string;
}
