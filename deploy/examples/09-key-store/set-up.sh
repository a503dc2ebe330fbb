#!/bin/sh
# Sets up a key store for Guildhall as the chart's defaults name it; may be repeated. The program reads where the server is and who asks:
# BAO_ADDR, BAO_TOKEN, BAO_CACERT for OpenBao; with PROGRAM=vault for HashiCorp Vault VAULT_ADDR, VAULT_TOKEN, VAULT_CACERT.
set -eu
here=$(dirname "$0")
program=${PROGRAM:-bao}

mounts=$("$program" secrets list)
case "$mounts" in
*guildhall/*) ;;
*) "$program" secrets enable -path=guildhall -version=2 kv ;;
esac
case "$mounts" in
*transit/*) ;;
*) "$program" secrets enable transit ;;
esac

# The key that wraps all others. It never leaves the server; `transit/keys/guildhall/rotate` makes a new version of it.
"$program" write -f transit/keys/guildhall

for service in identity gigs contracts payments disputes reputation; do
  "$program" policy write "guildhall-$service" "$here/policies/$service.hcl"
done
