const endings = new Set<() => void>()

process.on('exit', () => {
  for (const end of endings) end()
})
// A run that is interrupted must not leave servers behind, with hundreds of answers running.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => process.exit(code))
}

/** Calls this when the process ends, however it ends; returns what calls it off. */
export function endWithProcess(end: () => void): () => void {
  endings.add(end)
  return () => endings.delete(end)
}
