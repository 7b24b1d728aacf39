/** Next calls this once when the server starts, and never during the build. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { startProcess } = await import('@/lib/runtime/start-process')
  await startProcess()
}
