/** A section with a heading, emphasis, a link, lists, a table, a quotation and a code block. */
export function markdownSection(number: number): string {
  return `## Section ${number}: what a stop does

Pressing **Stop** closes the connection; the text *so far* stays, with \`status\` set to
\`cancelled\`. More is in [the design](https://example.com/design/${number}).

### Steps of section ${number}

1. The button says that it is stopping.
2. The server closes the provider call.
3. The text is saved:
   - exactly what was there,
   - and not a character more.

| Measure | Value | Unit |
| :------ | ----: | ---- |
| Round ${number} | ${number * 17} | ms |
| Kept text | ${number * 311} | characters |

\`\`\`typescript
export function section${number}(signal: AbortSignal): string {
  if (signal.aborted) return 'stopped'
  return \`still running ${number}\`
}
\`\`\`

> A stop that only hides the answer is no stop.

`
}
