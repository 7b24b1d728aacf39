"""Asks a question and writes the answer as it arrives. Ctrl-C stops it, and shows the reply.

    FULLSTOP_KEY=fullstop_… python3 examples/python.py 'What is a full stop?'

It needs only the standard library.
"""

import json
import os
import sys
import urllib.request
import uuid
from http.cookiejar import CookieJar

SERVER = os.environ.get("FULLSTOP_URL", "http://localhost:3000")
KEY = os.environ.get("FULLSTOP_KEY")

# The opener keeps the cookie of a guest.
opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def call(path, body):
    headers = {"Content-Type": "application/json"}
    if KEY:
        headers["Authorization"] = f"Bearer {KEY}"
    request = urllib.request.Request(SERVER + path, json.dumps(body).encode(), headers)
    return opener.open(request)


def ask(question, answer_id):
    message = {"role": "user", "parts": [{"type": "text", "text": question}]}
    with call("/api/chat", {"message": message, "assistantMessageId": answer_id}) as response:
        for line in response:
            if line.startswith(b"data: {"):
                show(json.loads(line[len(b"data: "):]))
    print()


def show(chunk):
    if chunk["type"] == "text-delta":
        print(chunk["delta"], end="", flush=True)
    elif chunk["type"] == "error":
        raise RuntimeError(chunk["errorText"])


def stop(answer_id):
    with call(f"/api/messages/{answer_id}/cancel", {"beforeStart": True}) as response:
        print(f"\nStopped: {response.read().decode()}", file=sys.stderr)


def main():
    if not KEY:
        call("/api/auth/sign-in/anonymous", {}).close()
    # The client makes the answer's ID, so that the answer can be stopped from the first moment on.
    answer_id = str(uuid.uuid4())
    try:
        ask(sys.argv[1] if len(sys.argv) > 1 else "What is a full stop?", answer_id)
    except KeyboardInterrupt:
        stop(answer_id)


main()
