/** The name and the look of this installation. */
export type Brand = {
  name: string
  /** Whether it has a logo of its own, at {@link LOGO_PATH}. */
  hasLogo: boolean
  /** Addresses of the icons for the browser's tab. */
  icons: { atRest: string; answering: string }
}

export const LOGO_PATH = '/logo'

export const DESCRIPTION = 'An AI chat on your own server, where Stop means stop.'
