/** Mails of the first version; their texts stand in `notifier/mail-texts`. */
export const NOTICE_TEMPLATES = [
  'email-verification',
  'sign-up-duplicate',
  'password-reset',
  'email-change-new',
  'email-change-old',
  'contract-offered',
  'milestone-funded',
  'milestone-submitted',
  'approval-reminded',
  'dispute-opened',
  'response-reminded',
  'dispute-decided',
  'payout-paid',
  'payout-failed',
  'payout-destination-changed',
] as const;
export type NoticeTemplate = (typeof NOTICE_TEMPLATES)[number];

/** What a template fills in beside the code: ids, amounts in minor units, instants. Never a name, an address or a code. */
export type NoticeDetails = Readonly<Record<string, string>>;

/** A notice to a party of a contract, before it is known who that is. */
export type SideNotice = Readonly<{
  factId: string;
  template: NoticeTemplate;
  sides: readonly ContractSide[];
  details: NoticeDetails;
}>;
export type ContractSide = 'client' | 'freelancer';
