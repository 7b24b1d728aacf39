const endings = new Set<() => void>()

process.on('exit', () => {
  for (const end of endings) end()
})
// An interrupted run must not leave servers behind with hundreds of running answers.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => process.exit(code))
}

/** Calls `end` when the process ends, except by SIGKILL. The returned function cancels that. */
export function endWithProcess(end: () => void): () => void {
  endings.add(end)
  return () => endings.delete(end)
}
