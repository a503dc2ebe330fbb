import { IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

export class ProposeRepairRequest {
  /** Made by the client of the API; default: derived from the command. */
  @IsOptional()
  @IsUUID()
  readonly repairId?: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(2000)
  readonly reason!: string;
}
