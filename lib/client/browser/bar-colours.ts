type Scheme = 'light' | 'dark'

/** How somebody wants the page to look. */
export type Appearance = 'system' | Scheme

/** The surface of tokens.css in both schemes: a bar of the browser continues the page. */
const surfaces: Record<Scheme, string> = { light: '#fdfcf8', dark: '#181715' }

/** The colour of a browser bar, from the system's scheme and the person's choice. Pure. */
export function barColour(scheme: Scheme, appearance: Appearance): string {
  return surfaces[appearance === 'system' ? scheme : appearance]
}

/** Gives the bars of the browser the appearance that was chosen in the page. */
export function colourBars(appearance: Appearance): void {
  for (const bar of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    bar.content = barColour(bar.media.includes('dark') ? 'dark' : 'light', appearance)
  }
}
