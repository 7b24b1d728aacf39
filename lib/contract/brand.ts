/** What this installation calls itself, and how it looks. */
export type Brand = {
  name: string
  /** It has a picture of its own, at {@link LOGO_PATH}. */
  hasLogo: boolean
  /** Addresses of what stands in the browser's tab. */
  icons: { atRest: string; answering: string }
}

export const LOGO_PATH = '/logo'

export const DESCRIPTION = 'An AI chat on your own server, where Stop means stop.'
