import { Type } from 'class-transformer';
import { IsInt, IsOptional, Min } from 'class-validator';

export class ViewTimelineRequest {
  /** Stream revision at which the timeline is cut, inclusive: the `asOf` of a dispute. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  readonly upTo?: number;
}
