import { problemStatus, SandboxError, type ProblemCode, type ProblemMembers } from '../domain/sandbox-error.js';

/** Body of a refusal, RFC 9457. */
export type Problem = ProblemMembers & {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
};

export const problemMediaType = 'application/problem+json; charset=utf-8';

export function problemOf(error: unknown): Problem {
  if (error instanceof SandboxError) return problem(error.code, error.message, error.members);
  switch (faultCodeOf(error)) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problem('SANDBOX.PAYLOAD_TOO_LARGE', 'The body is larger than 64 KiB');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problem('SANDBOX.UNSUPPORTED_MEDIA_TYPE', 'Bodies are application/json');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
      return problem('SANDBOX.VALIDATION', 'The request is not well formed');
    default:
      return problem('SANDBOX.INTERNAL', 'The sandbox failed; its log says why');
  }
}

function problem(code: ProblemCode, detail: string, members: ProblemMembers = {}): Problem {
  const words = code.slice('SANDBOX.'.length).toLowerCase().replaceAll('_', ' ');
  return {
    type: 'about:blank',
    title: `${words.charAt(0).toUpperCase()}${words.slice(1)}`,
    status: problemStatus[code],
    code,
    detail,
    ...members,
  };
}

const faultCodeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
