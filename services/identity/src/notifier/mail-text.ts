import { formatMoney } from '@guildhall/kernel';
import type { NoticeTemplate } from '../domain/notice/notice.templates.js';
import texts from './mail-texts-v1.json' with { type: 'json' };
import type { OutboxMessage } from './outbox.js';

type Template = Readonly<{ subject: string; lines: readonly string[] }>;
/** English is the one language of the first texts; further ones stand beside it. */
const TEMPLATES: Readonly<Record<NoticeTemplate, Template>> = texts.en;

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
/** Fields in minor units of the message's currency. */
const SUMS: ReadonlySet<string> = new Set(['amount', 'toFreelancer', 'toClient']);
const PLACE = /\{(\w+)\}/g;

/** Subject and plain text of a mail. A line that names something which the message does not have is left out. */
export const mailText = ({
  template,
  data,
}: Pick<OutboxMessage, 'template' | 'data'>): Readonly<{ subject: string; text: string }> => {
  const { subject, lines } = TEMPLATES[template];
  const filled = lines.flatMap((line) => {
    const names = [...line.matchAll(PLACE)].map(([, name]) => name ?? '');
    return names.every((name) => name in data) ? [line.replace(PLACE, (_, name: string) => shown(name, data))] : [];
  });
  return { subject, text: `${[...filled, '', texts.closing].join('\n')}\n` };
};

const shown = (name: string, data: OutboxMessage['data']): string => {
  const value = data[name] ?? '';
  if (SUMS.has(name)) return formatMoney({ amount: value, currency: data['currency'] ?? '' });
  if (!INSTANT.test(value)) return value;
  // To the minute, in the one zone that is the same for all who read it.
  return `${value.slice(0, 10)} ${value.slice(11, 16)} UTC`;
};
