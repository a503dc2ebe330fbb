import type { Log } from '../log/log.js';
import { allOf } from './log-fixture.js';
import { linksIn } from './projections-fixture.js';

/** Every stream that the system projections emitted to, with the data of what a reader sees there. */
export function derivedIn(log: Log): Map<string, string[]> {
  const targets = new Set(
    allOf(log)
      .map(({ stream }) => stream)
      .filter(isTarget),
  );
  return new Map([...targets].map((stream) => [stream, linksIn(log, stream)]));
}

const isTarget = (stream: string): boolean => /^\$(ce-|et-|bc-|category-|streams$)/.test(stream);

/** What the log should have led to: every target with the data of its events, told independently of the server's rules. */
export function expectedFrom(log: Log): Map<string, string[]> {
  const targets = new Map<string, string[]>();
  const put = (stream: string, data: string): void => void targets.set(stream, [...(targets.get(stream) ?? []), data]);
  for (const { stream, revision, type, data, metadata } of allOf(log)) {
    const [, dollars = '', subject = ''] = /^(\$*)(.*)$/.exec(stream) ?? [];
    if (dollars !== '' && dollars !== '$$') continue;
    const text = Buffer.from(data).toString();
    const at = revision === Number.MAX_SAFE_INTEGER ? '9223372036854775807' : String(revision);
    const isLink = type === '$>';
    const gone = type === '$streamDeleted' || text.includes('9223372036854775807');
    const category = subject.includes('-') ? subject.split('-')[0] : undefined;
    if (revision === 0) put('$streams', `0@${stream}`);
    if (revision === 0 && dollars === '' && category) put(`$category-${category}`, stream);
    if (category && (dollars === '' || gone)) put(`$ce-${category}`, isLink ? text : `${at}@${stream}`);
    if (!isLink) put(gone ? '$et-$deleted' : `$et-${type}`, `${at}@${subject}`);
    const correlation = /"\$correlationId":"(\w+)"/.exec(Buffer.from(metadata).toString())?.[1];
    if (correlation) put(`$bc-${correlation}`, isLink ? text : `${at}@${stream}`);
  }
  return targets;
}
