import { IsIn, IsOptional } from 'class-validator';

export class ExplainScoreRequest {
  @IsOptional()
  @IsIn(['freelancer', 'client'])
  readonly side?: 'freelancer' | 'client';
}
