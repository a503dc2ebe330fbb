# Made by `npm run chart` from the table of grants (libs/event-sourcing, purpose-grants.ts): change it there.

# keys of content: made where none is, and read
path "guildhall/data/content/*" {
  capabilities = ["create", "read"]
}

# secrets of its own: written once, and read
path "guildhall/data/secrets/gigs.*" {
  capabilities = ["create", "read"]
}

# keys are wrapped
path "transit/encrypt/guildhall" {
  capabilities = ["update"]
}

# keys are unwrapped
path "transit/decrypt/guildhall" {
  capabilities = ["update"]
}

# the token is looked at
path "auth/token/lookup-self" {
  capabilities = ["read"]
}

# the token is renewed
path "auth/token/renew-self" {
  capabilities = ["update"]
}
