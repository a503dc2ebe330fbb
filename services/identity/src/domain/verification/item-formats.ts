import type { Instant } from '@guildhall/kernel';
import { kycPolicy } from './kyc-policy.js';
import type { Item } from './verification.types.js';

/** What is kept in clear of a value: the hash of its document and the day (UTC) on which it ends. The rest is encrypted. */
export type ItemOutline = Readonly<{ documentHash?: string; expiresOn?: string }>;
/** Either an outline or the code of what is wrong. */
export type ItemJudgement = Readonly<{ outline: ItemOutline }> | Readonly<{ error: string }>;

type Fields = Readonly<Record<string, unknown>>;
type Judge = (value: unknown, today: string) => ItemJudgement;

const HASH = /^sha256:[0-9a-f]{64}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const COUNTRY = /^[A-Z]{2}$/;
const VAT_ID = /^[A-Z]{2}[A-Z0-9]{2,12}$/;

const fine: ItemJudgement = { outline: {} };
const wrong = (error: string): ItemJudgement => ({ error });

const isText = (value: unknown, least: number, most: number): value is string =>
  typeof value === 'string' && value.trim().length >= least && value.length <= most;
const isDay = (value: unknown): value is string =>
  typeof value === 'string' && DAY.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value) === true;
const isHash = (value: unknown): value is string => typeof value === 'string' && HASH.test(value);

/** The fields of an object that has all of `needed` and none beside `allowed`, else null. */
const fieldsOf = (value: unknown, needed: readonly string[], optional: readonly string[] = []): Fields | null => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const names = Object.keys(value);
  const known = names.every((name) => needed.includes(name) || optional.includes(name));
  return known && needed.every((name) => names.includes(name)) ? (value as Fields) : null;
};

const text =
  (least: number, most: number): Judge =>
  (value) =>
    isText(value, least, most) ? fine : wrong('malformed');

const birthday = (value: unknown, today: string): ItemJudgement => {
  if (!isDay(value)) return wrong('malformed');
  const latest = `${Number(today.slice(0, 4)) - kycPolicy.leastAge}${today.slice(4)}`;
  return value <= latest ? fine : wrong('under_age');
};

const kindOf = (item: Item, kind: unknown): boolean =>
  typeof kind === 'string' && kycPolicy.items[item].alternatives.includes(kind);

const judges: Readonly<Partial<Record<Item, Judge>>> = {
  legal_name: text(2, 200),
  date_of_birth: birthday,
  address: (value) => {
    const fields = fieldsOf(value, ['line1', 'city', 'postalCode', 'country'], ['line2']);
    if (!fields || !COUNTRY.test(String(fields['country']))) return wrong('malformed');
    const texts = [fields['line1'], fields['city'], fields['postalCode'], fields['line2'] ?? '-'];
    return texts.every((one) => isText(one, 1, 200)) ? fine : wrong('malformed');
  },
  id_document: (value, today) => {
    const fields = fieldsOf(value, ['kind', 'number', 'documentHash', 'expiresAt']);
    if (!fields) return wrong('malformed');
    const { kind, number, documentHash, expiresAt: expiresOn } = fields;
    if (!kindOf('id_document', kind)) return wrong('kind_unknown');
    if (!isText(number, 3, 64) || !isHash(documentHash) || !isDay(expiresOn)) return wrong('malformed');
    return expiresOn < today ? wrong('expired') : { outline: { documentHash, expiresOn } };
  },
  tax_form: (value) => {
    const fields = fieldsOf(value, ['kind', 'tin', 'documentHash']);
    if (!fields) return wrong('malformed');
    const { kind, tin, documentHash } = fields;
    if (!kindOf('tax_form', kind)) return wrong('kind_unknown');
    return isText(tin, 4, 32) && isHash(documentHash) ? { outline: { documentHash } } : wrong('malformed');
  },
  registration_number: text(3, 64),
  beneficial_owner: (value, today) => {
    const fields = fieldsOf(value, ['name', 'dateOfBirth']);
    return fields && isText(fields['name'], 2, 200) ? birthday(fields['dateOfBirth'], today) : wrong('malformed');
  },
  vat_id: (value) => (typeof value === 'string' && VAT_ID.test(value) ? fine : wrong('malformed')),
  arbitration_training: (value) => {
    const fields = fieldsOf(value, ['certificateHash']);
    const certificate = fields?.['certificateHash'];
    return isHash(certificate) ? { outline: { documentHash: certificate } } : wrong('malformed');
  },
};

/** Checks the form of one item on the day of submission. Whether it is true is for the reviewer. */
export const judgeItem = (item: Item, value: unknown, at: Instant): ItemJudgement => {
  const judge = judges[item];
  return judge ? judge(value, at.slice(0, 10)) : wrong('not_for_submission');
};
