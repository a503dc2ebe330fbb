import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsOptional, IsString, Matches, MaxLength, Min } from 'class-validator';

export class RequestChangesRequest {
  @IsInt()
  @Min(1)
  readonly deliverableVersion!: number;

  /** Criteria of the terms that the version misses. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/, { each: true })
  readonly criteriaIds!: string[];

  @IsOptional()
  @Matches(/^[a-z0-9][a-z0-9_.-]{0,63}$/)
  readonly reasonCode?: string;

  @IsOptional()
  @IsString()
  @MaxLength(5000)
  readonly note?: string;
}
