import { IsIn } from 'class-validator';

export class ArbitrationAnswerRequest {
  @IsIn(['agree', 'decline'])
  readonly answer!: 'agree' | 'decline';
}
