import { BootstrapOperatorsController } from './application/bootstrap-operators/bootstrap-operators.controller.js';
import { BootstrapOperatorsHandler } from './application/bootstrap-operators/bootstrap-operators.handler.js';
import { ChangeEmailController } from './application/change-email/change-email.controller.js';
import { ChangeEmailHandler } from './application/change-email/change-email.handler.js';
import { ChangePasswordController } from './application/change-password/change-password.controller.js';
import { CloseAccountController } from './application/close-account/close-account.controller.js';
import { CloseAccountHandler } from './application/close-account/close-account.handler.js';
import { CreateOrganisationController } from './application/create-organisation/create-organisation.controller.js';
import { CreateOrganisationHandler } from './application/create-organisation/create-organisation.handler.js';
import { AccessTokens } from './application/credentials/access-tokens.js';
import { AddressClaims } from './application/credentials/address-claims.js';
import { Decoys } from './application/credentials/decoys.js';
import { EmailAddresses } from './application/credentials/email-addresses.js';
import { EqualTime } from './application/credentials/equal-time.js';
import { MailedCodes } from './application/credentials/mailed-codes.js';
import { OfferedCodes } from './application/credentials/offered-codes.js';
import { PasswordHasher } from './application/credentials/password-hasher.js';
import { PasswordProof } from './application/credentials/password-proof.js';
import { RefreshTokens } from './application/credentials/refresh-tokens.js';
import { SigningKeyBook } from './application/credentials/signing-key-book.js';
import { EndOtherSessionsController } from './application/end-other-sessions/end-other-sessions.controller.js';
import { EndSessionController } from './application/end-session/end-session.controller.js';
import { GrantStaffRoleController } from './application/grant-staff-role/grant-staff-role.controller.js';
import { IdentityAggregates } from './application/identity-aggregates.js';
import { ListSessionsController } from './application/list-sessions/list-sessions.controller.js';
import { MoveSandboxClockController } from './application/move-sandbox-clock/move-sandbox-clock.controller.js';
import { OrganisationSeatsController } from './application/organisation-seats/organisation-seats.controller.js';
import { OrganisationSeatsHandler } from './application/organisation-seats/organisation-seats.handler.js';
import { SeatNotes } from './application/organisation-seats/seat-notes.js';
import { PublishProfileController } from './application/publish-profile/publish-profile.controller.js';
import { RefreshSessionController } from './application/refresh-session/refresh-session.controller.js';
import { RefreshSessionHandler } from './application/refresh-session/refresh-session.handler.js';
import { ResetPasswordController } from './application/reset-password/reset-password.controller.js';
import { ResetPasswordHandler } from './application/reset-password/reset-password.handler.js';
import { ShowAccountController } from './application/show-account/show-account.controller.js';
import { SignInController } from './application/sign-in/sign-in.controller.js';
import { SignInHandler } from './application/sign-in/sign-in.handler.js';
import { SignUpController } from './application/sign-up/sign-up.controller.js';
import { SignUpHandler } from './application/sign-up/sign-up.handler.js';
import { JwksController } from './application/signing-keys/jwks.controller.js';
import { RotateSigningKeyController } from './application/signing-keys/rotate-signing-key.controller.js';
import { SigningKeyRotation } from './application/signing-keys/signing-key-rotation.js';
import { StepUpController } from './application/step-up/step-up.controller.js';
import { TakeRoleController } from './application/take-role/take-role.controller.js';
import { VerifyEmailController } from './application/verify-email/verify-email.controller.js';
import { VerifyEmailHandler } from './application/verify-email/verify-email.handler.js';
import { WithdrawRoleController } from './application/withdraw-role/withdraw-role.controller.js';
import { AccountsRoutes } from './accounts.routes.js';
import { accountStorage } from './domain/account/account.events.js';
import { bootstrapStorage } from './domain/bootstrap/bootstrap.decider.js';
import { sandboxClockStorage } from './domain/clock/sandbox-clock.decider.js';
import { emailReservationStorage } from './domain/email/email-reservation.decider.js';
import { organisationStorage } from './domain/organisation/organisation.events.js';
import { sessionStorage } from './domain/session/session.events.js';
import { signingKeyStorage } from './domain/signing-key/signing-key.decider.js';
import { accountFacts, organisationFacts, sandboxClockFacts, sessionFacts, signingKeyFacts } from './facts/identity.facts.js';
import type { IdentityPart } from './identity.part.js';
import { addressFreeing } from './processes/address-freeing/address-freeing.process.js';
import { firstOperators } from './processes/first-operators/first-operators.process.js';
import { seatNoting } from './processes/seat-noting/seat-noting.process.js';
import { sessionEndings } from './processes/session-endings/session-endings.process.js';
import { accounts } from './projections/accounts/accounts.projection.js';
import { mySessions } from './projections/my-sessions/my-sessions.projection.js';
import { organisationSeats } from './projections/organisation-seats/organisation-seats.projection.js';

/** Accounts, sessions, organisations, signing keys and the sandbox clock. */
export const accountsPart: IdentityPart = {
  storages: [
    accountStorage,
    emailReservationStorage,
    sessionStorage,
    organisationStorage,
    signingKeyStorage,
    sandboxClockStorage,
    bootstrapStorage,
  ],
  projections: [accounts, mySessions, organisationSeats] as IdentityPart['projections'],
  processes: [sessionEndings, addressFreeing, seatNoting, firstOperators] as IdentityPart['processes'],
  facts: [...accountFacts, ...organisationFacts, ...sessionFacts, ...signingKeyFacts, ...sandboxClockFacts],
  controllers: [
    SignUpController,
    VerifyEmailController,
    ResetPasswordController,
    ChangePasswordController,
    ChangeEmailController,
    CloseAccountController,
    PublishProfileController,
    TakeRoleController,
    WithdrawRoleController,
    GrantStaffRoleController,
    ShowAccountController,
    RefreshSessionController,
    StepUpController,
    EndOtherSessionsController,
    EndSessionController,
    SignInController,
    ListSessionsController,
    CreateOrganisationController,
    OrganisationSeatsController,
    BootstrapOperatorsController,
    JwksController,
    RotateSigningKeyController,
  ],
  providers: [
    IdentityAggregates,
    AccessTokens,
    AddressClaims,
    Decoys,
    EmailAddresses,
    EqualTime,
    MailedCodes,
    OfferedCodes,
    PasswordHasher,
    PasswordProof,
    RefreshTokens,
    SigningKeyBook,
    SigningKeyRotation,
    SeatNotes,
    SignUpHandler,
    VerifyEmailHandler,
    ResetPasswordHandler,
    ChangeEmailHandler,
    SignInHandler,
    RefreshSessionHandler,
    CreateOrganisationHandler,
    OrganisationSeatsHandler,
    BootstrapOperatorsHandler,
    CloseAccountHandler,
  ],
  routes: AccountsRoutes,
  listens: [],
};

/** What exists in sandbox mode only. */
export const sandboxControllers = [MoveSandboxClockController] as const;
