import { IsInt, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength, Min } from 'class-validator';

export class AddExhibitRequest {
  /** Made by the client of the API; default: derived from the command. */
  @IsOptional()
  @IsUUID()
  readonly exhibitId?: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  readonly name!: string;

  @Matches(/^sha256:[0-9a-f]{64}$/)
  readonly hash!: string;

  /** Bytes. */
  @IsInt()
  @Min(1)
  readonly size!: number;

  @IsString()
  @MaxLength(2000)
  readonly note!: string;
}
