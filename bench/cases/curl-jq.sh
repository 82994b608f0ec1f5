# What a workflow has in place of this action today, written with care: the secret in the POST body
# and percent-encoded, a failing status fails the step, the token is masked before it is an output.
# Run as the runner does it: bash --noprofile --norc -eo pipefail.
token=$(curl -sS --fail --cacert "$CA_FILE" \
  --data-urlencode grant_type=client_credentials \
  --data-urlencode "client_id=$CLIENT_ID" \
  --data-urlencode "client_secret=$CLIENT_SECRET" \
  "$TOKEN_URL" | jq -er .access_token)
echo "::add-mask::$token"
echo "access-token=$token" >> "$GITHUB_OUTPUT"
