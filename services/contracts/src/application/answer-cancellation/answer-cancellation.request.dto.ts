import { IsIn } from 'class-validator';

export class AnswerCancellationRequest {
  @IsIn(['accept', 'refuse'])
  readonly answer!: 'accept' | 'refuse';
}
