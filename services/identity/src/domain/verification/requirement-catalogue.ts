import { kycPolicy, requirementsFor, wantedBy, type DueFrom } from './kyc-policy.js';
import { PARTY_KINDS, type Capability, type Item, type PartyKind } from './verification.types.js';

export type CatalogueItem = Readonly<{
  item: Item;
  capability: Capability;
  partyKind: PartyKind;
  /** Before the capability opens, from a volume on (`kyc-1` …), or only on request. */
  due: DueFrom;
  why: string;
  takes: string;
  format: string;
  alternatives: readonly string[];
}>;

/** Every filter may be left out: then all of them count. A role stands for the capabilities that it is for. */
export type CatalogueFilter = Readonly<{
  country?: string | undefined;
  role?: string | undefined;
  capability?: Capability | undefined;
  partyKind?: PartyKind | undefined;
}>;

/** Which items a capability asks for, why, in which form and how long they take. */
export const requirementCatalogue = ({ country, role, capability, partyKind }: CatalogueFilter): readonly CatalogueItem[] => {
  const ofRole = role === undefined ? null : wantedBy(role);
  const kinds = PARTY_KINDS.filter((kind) => partyKind === undefined || kind === partyKind);
  const rows = kinds.flatMap((kind) =>
    country === undefined ? kycPolicy.requirements.filter((row) => row.partyKind === kind) : requirementsFor(kind, country),
  );
  return rows
    .filter((row) => capability === undefined || row.capability === capability)
    .filter((row) => ofRole === null || ofRole.includes(row.capability))
    .flatMap((row) => row.items.map((item) => describe(item, row)));
};

const describe = (
  item: Item,
  { capability, partyKind, due }: Pick<CatalogueItem, 'capability' | 'partyKind' | 'due'>,
): CatalogueItem => {
  const { why, takes, format, alternatives } = kycPolicy.items[item];
  return { item, capability, partyKind, due, why, takes, format, alternatives };
};
