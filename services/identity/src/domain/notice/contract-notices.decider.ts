import type { Command, Decider, DomainEvent, StorageContract } from '@guildhall/kernel';
import type { ContractSide, NoticeDetails, NoticeTemplate, SideNotice } from './notice.templates.js';

type Parties = Readonly<{ clientPartyId: string; freelancerPartyId: string }>;
type Due = { contractId: string; factId: string; template: NoticeTemplate; partyId: string; details: NoticeDetails };

export type ContractNoticesEvent =
  | DomainEvent<'ContractPartiesNoted', Parties & { contractId: string }>
  /** A fact that came before the parties were known: it waits here, so nothing is dropped. */
  | DomainEvent<'NoticeWaits', { contractId: string; notice: SideNotice }>
  | DomainEvent<'NoticeDue', Due>;

export type ContractNoticesCommand =
  | Command<'NoteContractParties', Parties & { contractId: string; notices: readonly SideNotice[] }>
  | Command<'NoteContractFact', { contractId: string; notice: SideNotice }>;

export type ContractNoticesState = Readonly<{ parties: Parties | null; waiting: readonly SideNotice[] }>;

/** Stream `identity.contract-<contractId>`: what the notifier knows of a contract. */
export const contractNoticesStorage = {
  category: 'identity.contract',
  schemaVersions: { ContractPartiesNoted: 1, NoticeWaits: 1, NoticeDue: 1 },
} as const satisfies StorageContract<ContractNoticesEvent>;

/** Turns facts of a contract into notices to its parties, whichever comes first. Never refuses. */
export const contractNoticesDecider: Decider<ContractNoticesCommand, ContractNoticesEvent, ContractNoticesState> = {
  initialState: () => ({ parties: null, waiting: [] }),
  decide({ type, data }, state) {
    switch (type) {
      case 'NoteContractParties': {
        const { contractId, clientPartyId, freelancerPartyId, notices } = data;
        if (state.parties) return due(contractId, state.parties, notices);
        const parties = { clientPartyId, freelancerPartyId };
        return [
          { type: 'ContractPartiesNoted', data: { contractId, ...parties } },
          ...due(contractId, parties, [...notices, ...state.waiting]),
        ];
      }
      case 'NoteContractFact':
        return state.parties ? due(data.contractId, state.parties, [data.notice]) : [{ type: 'NoticeWaits', data }];
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'ContractPartiesNoted':
        return { parties: { clientPartyId: data.clientPartyId, freelancerPartyId: data.freelancerPartyId }, waiting: [] };
      case 'NoticeWaits':
        return { ...state, waiting: [...state.waiting, data.notice] };
      case 'NoticeDue':
        return state;
    }
  },
};

const partyOf = ({ clientPartyId, freelancerPartyId }: Parties, side: ContractSide): string => {
  switch (side) {
    case 'client':
      return clientPartyId;
    case 'freelancer':
      return freelancerPartyId;
  }
};

const due = (contractId: string, parties: Parties, notices: readonly SideNotice[]): readonly ContractNoticesEvent[] =>
  notices.flatMap(({ factId, template, sides, details }) =>
    sides.map((side) => ({
      type: 'NoticeDue' as const,
      data: { contractId, factId, template, partyId: partyOf(parties, side), details },
    })),
  );
