/** The reason why a person is asked to sign in; undefined if they came of their own accord. Pure. */
export function signInReason(now: {
  guests: boolean
  /** The page of this app from which the person was sent here. */
  cameFrom: string | undefined
  /** The person was signed in here, did not sign out, and is not signed in any more. */
  hasEnded: boolean
  /** This browser keeps texts that the person has written. */
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
