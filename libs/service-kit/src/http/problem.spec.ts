import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@guildhall/kernel';
import { StoreUnavailable } from '@guildhall/event-sourcing';
import { BadRequestException } from '@nestjs/common';
import { answerTo, methodNotAllowed } from './problem.js';
import { RouteTable } from './route-table.js';
import { useCaseOf } from './kebab.js';

describe('A problem document', () => {
  it('carries code, status of the kind, sentence and further members of an expected failure', () => {
    const error = new DomainError('CONTRACTS.ILLEGAL_TRANSITION', 'conflict', 'Cannot submit: approved', {
      allowed: ['Withdraw'],
    });
    expect(answerTo(error)).toEqual({
      problem: {
        type: 'urn:guildhall:problem:CONTRACTS.ILLEGAL_TRANSITION',
        title: 'Illegal transition',
        status: 409,
        detail: 'Cannot submit: approved',
        code: 'CONTRACTS.ILLEGAL_TRANSITION',
        allowed: ['Withdraw'],
      },
      headers: {},
      fault: null,
    });
  });

  it('never lets a member of the details change code or status', () => {
    const { problem } = answerTo(new DomainError('X.Y', 'invalid', 'no', { status: 200, code: 'OK' }));
    expect(problem).toMatchObject({ status: 422, code: 'X.Y' });
  });

  it('asks for a fresh password by RFC 9470 and for a token by RFC 6750', () => {
    expect(
      answerTo(new DomainError('PAYMENTS.STEP_UP_REQUIRED', 'unauthenticated', 'again')).headers['www-authenticate'],
    ).toContain('max_age=300');
    expect(answerTo(new DomainError('COMMON.UNAUTHENTICATED', 'unauthenticated', 'sign in')).headers).toEqual({
      'www-authenticate': 'Bearer',
    });
  });

  it('answers an outage with 503 and Retry-After, and keeps the fault for the log', () => {
    const error = new StoreUnavailable('connect refused at 10.0.0.3');
    const { problem, headers, fault } = answerTo(error);
    expect([problem.status, problem.code, headers['retry-after'], fault]).toEqual([503, 'COMMON.UNAVAILABLE', '2', error]);
    expect(JSON.stringify(problem)).not.toContain('10.0.0.3');
  });

  it('says nothing about an unexpected fault', () => {
    expect(JSON.stringify(answerTo(new TypeError('secret inside')).problem)).not.toContain('secret inside');
  });

  it('maps failures of the framework to COMMON codes', () => {
    expect(answerTo(new BadRequestException('not a uuid')).problem).toMatchObject({ status: 400, code: 'COMMON.VALIDATION' });
    expect(methodNotAllowed(['GET', 'POST'])).toMatchObject({ problem: { status: 405 }, headers: { allow: 'GET, POST' } });
  });
});

describe('The route table', () => {
  it('answers the methods of a path by its pattern', () => {
    const table = new RouteTable();
    table.add('GET', '/contracts/:id');
    table.add('POST', '/contracts/:id');
    table.add('GET', '/contracts/openapi.json');
    expect(table.methodsOf('/contracts/7')).toEqual(['GET', 'POST']);
    expect(table.methodsOf('/contracts/openapi.json')).toEqual(['GET', 'POST']);
    expect(table.methodsOf('/contracts/7/8')).toEqual([]);
  });
});

describe('A use case', () => {
  it('is named by controller and handler', () =>
    expect(useCaseOf('SubmitMilestoneController', 'submit')).toBe('submit-milestone.submit'));
});
