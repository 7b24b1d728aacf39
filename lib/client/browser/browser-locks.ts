/**
 * Runs `work` while this tab alone holds the lock of this name. Runs `without` where the browser has
 * no locks (plain http) or refuses them (it stores nothing).
 */
export async function withBrowserLock<Result>(
  name: string,
  work: () => Promise<Result>,
  without: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  let begun: Promise<Result> | undefined
  const begin = () => (begun = work())
  try {
    const { locks } = navigator as Partial<Navigator>
    if (!locks) return await without()
    return await (signal ? locks.request(name, { signal }, begin) : locks.request(name, begin))
  } catch (error) {
    if (begun || signal?.aborted === true) throw error
    return without()
  }
}
