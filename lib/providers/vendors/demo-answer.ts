/** The demo model's answer to a question: a tour of what an answer can hold. */
export function writeDemoAnswer(question: string): string {
  const asked = question.replaceAll(/\s+/g, ' ').trim().slice(0, 80)
  return `This is the **demo model** of Fullstop. It runs inside the server, needs no key, and knows nothing: it answers every question with this tour. You asked: *${asked.replaceAll(/[*_`[\]<>#|]/g, '')}*.

## Try the one thing this is about

Press **Stop** while this text is still arriving, or press Esc. Then reload the page.

1. The text stays exactly as it was, to the character.
2. The call to the model is closed, so nothing more is generated or billed.
3. The answer is marked as stopped, in this tab, in every other tab, and in the database.

You can also open a second tab on this chat and stop it from there, or reload in the middle of a sentence: the answer goes on where it was.

Next to the model’s name are its settings: let it think first, and stop it while it thinks. Under a
stopped answer is the receipt for that stop.

## Add a real model

Put one of these into a file named \`.env.local\` next to \`package.json\`, then start again:

| Provider | Variables |
| --- | --- |
| OpenAI | \`OPENAI_API_KEY\` |
| Anthropic | \`ANTHROPIC_API_KEY\` |
| DeepSeek | \`DEEPSEEK_API_KEY\` |
| Ollama | \`OLLAMA_BASE_URL\` |
| Any OpenAI-compatible server | \`COMPATIBLE_BASE_URL\`, \`COMPATIBLE_MODELS\` |

\`\`\`bash
# .env.local
OPENAI_API_KEY=sk-your-key
\`\`\`

## Stop it from a program

The page has no special powers. Whatever it does, a program can do with the same calls:

\`\`\`ts
const response = await fetch(\`/api/messages/\${messageId}/cancel\`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({}),
})
const { outcome, text, receipt } = await response.json()
console.log(outcome, text.length, receipt.stoppedInMs)
\`\`\`

That call is answered when the provider's connection is closed and the text is saved:

- \`cancelled\`: it was running, and now it is not.
- \`already_ended\`: it had ended before, and you are told how.
- \`unconfirmed\`: the stop is on record and will be carried out.

That is the whole tour. Whatever you ask next, this model will give it again.
`
}

/** The demo model's thoughts before its answer, if it is asked to think. */
export function writeDemoThoughts(question: string): string {
  return `The question has ${question.length} characters. I know nothing about any of them: I am a demo, and I have one answer. Should I make something up? No. A tour of what an answer can hold is honest, and it is long enough to be stopped. I begin with what Stop does, then say how a real model is added, and end with the call that stops an answer from a program. This thinking is shown folded, is saved, and stops like text.`
}
