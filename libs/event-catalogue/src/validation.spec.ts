import { describe, expect, it } from '@jest/globals';
import { catalogue, factDefinition } from './catalogue.js';
import { FACT, FactInvalid, UnknownFactType, validateOnRead, validateOnWrite } from './index.js';
import { milestoneApprovedV1 } from './contracts/milestone-approved.v1.fact.js';

const each = catalogue.map((definition) => [definition.type, definition] as const);
const problems = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof FactInvalid) return error.problems.map(({ pointer }) => pointer);
    throw error;
  }
  return [];
};

describe('Validation of facts', () => {
  it.each(each)('accepts the example of %s on write and on read', (type, { example }) => {
    expect(validateOnWrite(type, example)).toBe(example);
    expect(validateOnRead(type, JSON.parse(JSON.stringify(example)))).toEqual(example);
  });

  it.each(each)('refuses %s without one of its required fields', (type, { example, schema }) => {
    for (const field of schema.required ?? []) {
      const { [field]: _left, ...rest } = example as Record<string, unknown>;
      expect(problems(() => validateOnWrite(type, rest))).toEqual(['']);
      expect(problems(() => validateOnRead(type, rest))).toEqual(['']);
    }
  });

  it.each(each)('is closed on write and open on read for %s', (type, { example }) => {
    const more = { ...example, somethingNew: 1 };
    expect(problems(() => validateOnWrite(type, more))).toEqual(['/somethingNew']);
    expect(validateOnRead(type, more)).toBe(more);
  });

  it('is closed and open at every depth', () => {
    const { example } = factDefinition(FACT.ContractSigned);
    const more = { ...example, origin: { ...(example as { origin: object }).origin, extra: 'x' } };
    expect(problems(() => validateOnWrite(FACT.ContractSigned, more))).toEqual(['/origin/extra']);
    expect(validateOnRead(FACT.ContractSigned, more)).toBe(more);
  });

  it.each([
    ['amount as a number', { amount: { amount: 60000, currency: 'USD' } }, '/amount/amount'],
    ['amount with a point', { amount: { amount: '600.00', currency: 'USD' } }, '/amount/amount'],
    ['amount below zero', { amount: { amount: '-1', currency: 'USD' } }, '/amount/amount'],
    ['currency in lower case', { amount: { amount: '1', currency: 'usd' } }, '/amount/currency'],
    ['instant with an offset', { approvedAt: '2026-03-15T10:00:00+01:00' }, '/approvedAt'],
    ['instant that does not exist', { approvedAt: '2026-02-30T10:00:00Z' }, '/approvedAt'],
    ['id that is no UUID', { milestoneId: 'm1' }, '/milestoneId'],
    ['hash without its name', { contentHash: 'ab'.repeat(32) }, '/contentHash'],
    ['word outside its list', { approvedBy: 'operator' }, '/approvedBy'],
    ['free text in a code', { ruleId: 'because I like it' }, '/ruleId'],
    ['null for a field', { ruleId: null }, '/ruleId'],
  ])('points at an %s, on write and on read', (_what, change, pointer) => {
    const data = { ...milestoneApprovedV1.example, ...change };
    expect(new Set(problems(() => validateOnWrite(FACT.MilestoneApproved, data)))).toEqual(new Set([pointer]));
    expect(new Set(problems(() => validateOnRead(FACT.MilestoneApproved, data)))).toEqual(new Set([pointer]));
  });

  it('finds every problem and names no value', () => {
    const act = () =>
      validateOnWrite(FACT.MilestoneApproved, { ...milestoneApprovedV1.example, ruleId: 'Jane Doe', milestoneId: 'Jane Doe' });
    expect(problems(act)).toEqual(['/milestoneId', '/ruleId']);
    expect(act).not.toThrow(/Jane/);
  });

  it.each([[undefined], [null], [[]], ['text'], [7]])('refuses %p in place of data', (data) => {
    expect(() => validateOnRead(FACT.MilestoneApproved, data)).toThrow(FactInvalid);
  });

  it('refuses an unknown type', () => {
    expect(() => validateOnWrite('guildhall.contracts.nda-signed.v1', {})).toThrow(UnknownFactType);
  });
});
