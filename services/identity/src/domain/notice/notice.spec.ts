import { describe, expect, it } from '@jest/globals';
import { expectTableAndDeciderAgree, expectTableWellFormed, missingSamples, specFor, upcastSample } from '@guildhall/testing';
import { contractNoticesDecider, contractNoticesStorage, type ContractNoticesEvent } from './contract-notices.decider.js';
import { noticeDecider, noticeStorage, type Mail, type NoticeCommand, type NoticeEvent } from './notice.decider.js';
import { noticeTransitions } from './notice.transitions.js';
import type { SideNotice } from './notice.templates.js';
import contractSamples from './samples/contract-notices-v1.json' with { type: 'json' };
import noticeSamples from './samples/notice-v1.json' with { type: 'json' };

const AT = '2026-03-02T09:00:00.000Z';
const mail = (mailId: string): Mail => ({ mailId, template: 'payout-paid', accountId: 'account-1', details: {} });
const prepare = (...mails: readonly Mail[]): NoticeCommand => ({
  type: 'PrepareNotice',
  data: { factId: 'fact-1', partyId: 'party-1', mails, preparedAt: AT },
});
const prepared = (...mails: readonly Mail[]): NoticeEvent => ({
  type: 'NoticePrepared',
  data: { factId: 'fact-1', partyId: 'party-1', mails, preparedAt: AT },
});
const note = (mailId: string): NoticeCommand => ({ type: 'NoteMailWritten', data: { mailId } });
const written = (mailId: string): NoticeEvent => ({ type: 'MailWritten', data: { mailId } });
const refused = (mailId: string): NoticeEvent => ({
  type: 'MailRefused',
  data: { mailId, reasonCode: 'mailbox_refused', reply: 550 },
});
const noteRefused = (mailId: string): NoticeCommand => ({
  type: 'NoteMailRefused',
  data: { mailId, reasonCode: 'mailbox_refused', reply: 550 },
});
const undeliverable: NoticeEvent = { type: 'NoticeUndeliverable', data: { factId: 'fact-1', partyId: 'party-1', at: AT } };

describe('A notice', () => {
  const given = specFor(noticeDecider);
  it('says what is to be sent before anything leaves, once', () => {
    given()
      .when(prepare(mail('m1')))
      .then(prepared(mail('m1')));
    given(prepared(mail('m1')))
      .when(prepare(mail('m1'), mail('m2')))
      .thenNothingHappens();
  });
  it('is sent when every mail is written, each noted once', () => {
    given(prepared(mail('m1'), mail('m2')))
      .when(note('m1'))
      .then(written('m1'));
    given(prepared(mail('m1'), mail('m2')), written('m1'))
      .when(note('m1'))
      .thenNothingHappens();
    expect(given(prepared(mail('m1')), written('m1')).state).toMatchObject({ status: 'sent', open: [] });
  });
  it('ends as refused where one of its mails will not arrive', () => {
    const two = prepared(mail('m1'), mail('m2'));
    given(two).when(noteRefused('m1')).then(refused('m1'));
    given(two, refused('m1')).when(noteRefused('m1')).thenNothingHappens();
    expect(given(two, refused('m1')).state).toMatchObject({ status: 'prepared', refused: 1 });
    expect(given(two, refused('m1'), written('m2')).state).toMatchObject({ status: 'refused', open: [] });
    expect(given(two, written('m1'), refused('m2')).state).toMatchObject({ status: 'refused', open: [] });
  });
  it('is kept where nobody can get it', () => given().when(prepare()).then(undeliverable));
  it('has a table that is well formed and agrees with the decider', () => {
    expectTableWellFormed(noticeTransitions);
    const two = prepared(mail('m1'), mail('m2'));
    const histories: readonly (readonly NoticeEvent[])[] = [
      [],
      [two],
      [two, written('m1')],
      [two, written('m1'), written('m2')],
      [two, refused('m1')],
      [two, written('m1'), refused('m2')],
      [undeliverable],
    ];
    const commands = [prepare(), prepare(mail('m1')), note('m1'), note('m2'), noteRefused('m1'), noteRefused('m2')];
    expectTableAndDeciderAgree(
      noticeTransitions,
      noticeDecider,
      { stateOf: ({ status }) => status, illegal: 'IDENTITY.ILLEGAL_TRANSITION' },
      histories.flatMap((history) => commands.map((when) => ({ given: history, when }))),
    );
  });
  it('folds as it was stored', () => {
    expect(missingSamples(noticeStorage, noticeSamples)).toEqual([]);
    const events = noticeSamples.map((sample) => upcastSample(noticeStorage, sample) as NoticeEvent);
    expect(given(...events.slice(0, 2)).state).toMatchObject({ status: 'sent', open: [] });
  });
});

describe('Notices of a contract', () => {
  const given = specFor(contractNoticesDecider);
  const contractId = 'contract-1';
  const parties = { clientPartyId: 'client-1', freelancerPartyId: 'freelancer-1' };
  const notice = (factId: string, ...sides: SideNotice['sides']): SideNotice => ({
    factId,
    template: 'milestone-funded',
    sides,
    details: {},
  });
  const due = (factId: string, partyId: string): ContractNoticesEvent => ({
    type: 'NoticeDue',
    data: { contractId, factId, template: 'milestone-funded', partyId, details: {} },
  });
  const known: ContractNoticesEvent = { type: 'ContractPartiesNoted', data: { contractId, ...parties } };
  const waits: ContractNoticesEvent = { type: 'NoticeWaits', data: { contractId, notice: notice('fact-1', 'client') } };

  it('wait until the parties are known, and go out then', () => {
    given()
      .when({ type: 'NoteContractFact', data: { contractId, notice: notice('fact-1', 'client') } })
      .then(waits);
    given(waits)
      .when({
        type: 'NoteContractParties',
        data: { contractId, ...parties, notices: [notice('fact-2', 'client', 'freelancer')] },
      })
      .then(known, due('fact-2', 'client-1'), due('fact-2', 'freelancer-1'), due('fact-1', 'client-1'));
  });
  it('go out at once when the parties are known', () => {
    given(known)
      .when({ type: 'NoteContractFact', data: { contractId, notice: notice('fact-3', 'freelancer') } })
      .then(due('fact-3', 'freelancer-1'));
    given(waits, known)
      .when({ type: 'NoteContractParties', data: { contractId, ...parties, notices: [] } })
      .thenNothingHappens();
  });
  it('fold as they were stored', () => {
    expect(missingSamples(contractNoticesStorage, contractSamples)).toEqual([]);
    const events = contractSamples.map((sample) => upcastSample(contractNoticesStorage, sample) as ContractNoticesEvent);
    expect(given(...events).state.waiting).toEqual([]);
  });
});
