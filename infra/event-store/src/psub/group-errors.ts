/** What a persistent-subscription call is refused for, with the group it was about. */
abstract class GroupError extends Error {
  constructor(
    readonly stream: string,
    readonly group: string,
    sentence: string,
  ) {
    super(sentence);
  }
}

export class GroupMissing extends GroupError {
  constructor(stream: string, group: string) {
    super(stream, group, `There is no persistent subscription '${group}' on '${stream}'.`);
  }
}

export class GroupExists extends GroupError {
  constructor(stream: string, group: string) {
    super(stream, group, `There is a persistent subscription '${group}' on '${stream}' already.`);
  }
}

export class GroupFull extends GroupError {
  constructor(stream: string, group: string) {
    super(stream, group, `The persistent subscription '${group}' on '${stream}' has all the subscribers that it may have.`);
  }
}

/** It cannot be done; `reason` is a sentence. */
export class GroupFailed extends GroupError {
  constructor(
    stream: string,
    group: string,
    readonly reason: string,
  ) {
    super(stream, group, `The persistent subscription '${group}' on '${stream}' failed: ${reason}`);
  }
}
