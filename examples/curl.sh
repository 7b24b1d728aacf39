#!/bin/sh
# Asks a question, stops its answer after a second, and shows the reply to the stop:
#
#     sh examples/curl.sh 'What is a full stop?'
set -eu
server=${FULLSTOP_URL:-http://localhost:3000}
question=${1:-What is a full stop?}
cookies=$(mktemp)
trap 'rm -f "$cookies"' EXIT

call() { curl --silent --show-error --fail-with-body -b "$cookies" -c "$cookies" -H 'Content-Type: application/json' "$@"; }

call -d '{}' "$server/api/auth/sign-in/anonymous" >/dev/null

# With Prefer, the response comes at once and has the IDs of the turn. Without it, the response
# would be the stream of the answer.
escaped=$(printf %s "$question" | sed 's/\\/\\\\/g; s/"/\\"/g')
sent=$(call -H 'Prefer: respond-async' -d "{\"message\":{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":\"$escaped\"}]}}" "$server/api/chat")
answer=$(printf %s "$sent" | sed 's/.*"messageId":"\([^"]*\)".*/\1/')

sleep 1
call -X POST "$server/api/messages/$answer/cancel"
echo
