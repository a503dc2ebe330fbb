/** `attention`: an operator should know before the upgrade; `problem`: do not upgrade. */
export type Verdict = 'ok' | 'attention' | 'problem';

/** What one check found out about one thing. */
export type Finding = Readonly<{ check: string; about: string; verdict: Verdict; detail: string }>;

export const ok = (check: string, about: string, detail: string): Finding => ({ check, about, verdict: 'ok', detail });
export const attention = (check: string, about: string, detail: string): Finding => ({
  check,
  about,
  verdict: 'attention',
  detail,
});
export const problem = (check: string, about: string, detail: string): Finding => ({ check, about, verdict: 'problem', detail });
