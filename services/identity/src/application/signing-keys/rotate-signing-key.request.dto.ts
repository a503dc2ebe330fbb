import { IsString, Length } from 'class-validator';

export class RotateSigningKeyRequest {
  /** For the log: a scheduled rotation, a suspicion. Not personal. */
  @IsString()
  @Length(3, 500)
  readonly reason!: string;
}
