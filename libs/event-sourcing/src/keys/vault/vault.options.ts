/**
 * How a service says who it is. `token`: with a token that was made for it. `kubernetes`: with the token of its service account, against
 * the auth method at `mount`, as `role`. Tokens are asked for at each sign-in, as others replace them while the process runs.
 */
export type VaultSignIn =
  | Readonly<{ kind: 'token'; token: () => string }>
  | Readonly<{ kind: 'kubernetes'; mount: string; role: string; token: () => string }>;

/** Where things lie in a key store: the mount of KV version 2, the mount of transit, and the key there that wraps new keys. */
export type VaultPlaces = Readonly<{ mount: string; transitMount: string; kek: string }>;

/** A key store that speaks the HTTP API of HashiCorp Vault, which OpenBao has too. */
export type VaultOptions = VaultPlaces &
  Readonly<{
    /** `https://keys.example:8200`, a path before `/v1` included. */
    url: string;
    /** The authority to trust, PEM; null: those of the system. */
    ca: string | null;
    signIn: VaultSignIn;
    /** Time limit of one exchange, in ms. */
    timeoutMs: number;
    /** Told, in a sentence, of a token that is not renewed. Must not throw. */
    onTrouble?: (sentence: string) => void;
  }>;
