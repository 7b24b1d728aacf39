/** Resolves with the promise, or after so many milliseconds at the latest. */
export async function atMost(promise: Promise<void>, milliseconds: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([promise, tooLong])
  clearTimeout(timer)
}
