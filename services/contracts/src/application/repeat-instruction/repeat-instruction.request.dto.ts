import { IsString, MaxLength, MinLength } from 'class-validator';

export class RepeatInstructionRequest {
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason!: string;
}
