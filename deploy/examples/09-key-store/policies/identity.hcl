# Made by `npm run chart` from the table of grants (libs/event-sourcing, purpose-grants.ts): change it there.

# keys of contact: made where none is, and read
path "guildhall/data/contact/*" {
  capabilities = ["create", "read"]
}

# keys of profile: made where none is, and read
path "guildhall/data/profile/*" {
  capabilities = ["create", "read"]
}

# keys of content: made where none is, and read
path "guildhall/data/content/*" {
  capabilities = ["create", "read"]
}

# keys of kyc: made where none is, and read
path "guildhall/data/kyc/*" {
  capabilities = ["create", "read"]
}

# keys of invoices: made where none is, and read
path "guildhall/data/invoices/*" {
  capabilities = ["create", "read"]
}

# keys of contact: destroyed with all versions
path "guildhall/metadata/contact/*" {
  capabilities = ["delete"]
}

# keys of profile: destroyed with all versions
path "guildhall/metadata/profile/*" {
  capabilities = ["delete"]
}

# keys of content: destroyed with all versions
path "guildhall/metadata/content/*" {
  capabilities = ["delete"]
}

# keys of kyc: destroyed with all versions
path "guildhall/metadata/kyc/*" {
  capabilities = ["delete"]
}

# keys of invoices: destroyed with all versions
path "guildhall/metadata/invoices/*" {
  capabilities = ["delete"]
}

# secrets of its own: written once, and read
path "guildhall/data/secrets/identity.*" {
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
