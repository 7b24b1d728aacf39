/**
 * Runs the work while this tab alone holds the lock of this name. A browser has locks on https and
 * localhost only, and refuses them where it keeps nothing: `without` is what to do then.
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
