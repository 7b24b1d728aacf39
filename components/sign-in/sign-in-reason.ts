/** Why one is asked to sign in; undefined for who came here by themselves. Pure. */
export function signInReason(now: {
  guests: boolean
  /** The page of ours that one was led away from. */
  cameFrom: string | undefined
  /** One was signed in here, did not sign out, and is not signed in any more. */
  hasEnded: boolean
  /** Something is kept that one has written. */
  hasTexts: boolean
}): string | undefined {
  const { guests, cameFrom, hasEnded, hasTexts } = now
  if (hasEnded) {
    const wayBack = 'Your session has ended. Sign in to go back to where you were.'
    return hasTexts ? `${wayBack} What you wrote is kept.` : wayBack
  }
  if (cameFrom === undefined || guests) return undefined
  return 'This server requires an account. Sign in to see that page.'
}
