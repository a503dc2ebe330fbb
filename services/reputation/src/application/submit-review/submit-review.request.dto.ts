import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsNumber, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';

export class RatingRequest {
  @Matches(/^[a-z][a-z_]{0,63}$/)
  readonly name!: string;

  /** A whole number from 1 to 5. */
  @IsNumber()
  readonly rating!: number;
}

export class SubmitReviewRequest {
  /** Every dimension of the other side, once. */
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => RatingRequest)
  readonly dimensions!: RatingRequest[];

  @IsOptional()
  @IsString()
  @MaxLength(5000)
  readonly text?: string;

  /** For the author alone; in no score. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  readonly privateNote?: string;
}
