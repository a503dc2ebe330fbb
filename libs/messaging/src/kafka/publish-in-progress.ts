/** A second `publish` while one is under way: two outstanding sends get stuck on sequence errors after a broker was killed. */
export class PublishInProgress extends Error {
  override readonly name = 'PublishInProgress';
}
