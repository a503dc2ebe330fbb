import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';

class FileRequest {
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  readonly name!: string;

  @Matches(/^sha256:[0-9a-f]{64}$/)
  readonly hash!: string;

  /** Bytes. */
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly size!: number;
}

export class SubmitMilestoneRequest {
  /** Hash of everything that is handed in; the approval names it. */
  @Matches(/^sha256:[0-9a-f]{64}$/)
  readonly contentHash!: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => FileRequest)
  readonly files?: FileRequest[];

  @IsOptional()
  @IsString()
  @MaxLength(5000)
  readonly note?: string;

  /** Declared use of AI; none by default. */
  @IsOptional()
  @IsIn(['none', 'assisted', 'generated'])
  readonly aiUse?: 'none' | 'assisted' | 'generated';
}
