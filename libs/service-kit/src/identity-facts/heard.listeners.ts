import {
  FACT,
  type SandboxClockMoved,
  type SessionRevoked,
  type SigningKeyPublished,
  type SubjectForgotten,
} from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import type { ServiceName } from '@guildhall/kernel';
import { OnFact } from '@guildhall/messaging';
import { Controller, type Type } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { forgottenSubjects, sandboxClock, sessionRevocations, signingKeys } from './heard.process.js';

/** Hears of sessions, signing keys, the sandbox clock and forgotten persons for a service. */
@Controller()
export class IdentityListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact(FACT.SessionRevoked, sessionRevocations.name)
  session(@Payload() fact: SessionRevoked): Promise<void> {
    return this.processes.take(sessionRevocations, fact);
  }

  @OnFact(FACT.SigningKeyPublished, signingKeys.name)
  signingKey(@Payload() fact: SigningKeyPublished): Promise<void> {
    return this.processes.take(signingKeys, fact);
  }

  @OnFact(FACT.SandboxClockMoved, sandboxClock.name)
  clock(@Payload() fact: SandboxClockMoved): Promise<void> {
    return this.processes.take(sandboxClock, fact);
  }

  @OnFact(FACT.SubjectForgotten, forgottenSubjects.name)
  subject(@Payload() fact: SubjectForgotten): Promise<void> {
    return this.processes.take(forgottenSubjects, fact);
  }
}

/** identity tells these facts itself: its own log has them already. */
export const identityListeners = (service: ServiceName): readonly Type<object>[] =>
  service === 'identity' ? [] : [IdentityListener];
