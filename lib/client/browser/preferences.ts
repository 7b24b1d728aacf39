import { colourBars, type Appearance } from './bar-colours'

/** The choices kept in this browser, for everybody who uses it. */
export type Preferences = {
  appearance: Appearance
  /** A stop keeps the text that was shown, or all text received, which it then shows at once. */
  whenIStop: 'seen' | 'received'
  /** Whether the side bar stands beside the page, where there is room for it. */
  sideBar: 'shown' | 'folded'
}

const KEY = 'fullstop.preferences'

/** These cookies tell the server how to draw a page before its scripts have loaded. */
const APPEARANCE_COOKIE = 'fullstop-appearance'
const SIDE_BAR_COOKIE = 'fullstop-side-bar'
const A_YEAR_IN_SECONDS = 365 * 24 * 60 * 60

const standard: Preferences = { appearance: 'system', whenIStop: 'seen', sideBar: 'shown' }

const listeners = new Set<() => void>()
let known: Preferences | undefined

/** Returns the same object until something changes. */
export function preferences(): Preferences {
  return (known ??= stored() ?? standard)
}

export function changePreferences(changes: Partial<Preferences>): void {
  known = { ...preferences(), ...changes }
  try {
    localStorage.setItem(KEY, JSON.stringify(known))
  } catch {
    // Without storage the preferences last as long as the page.
  }
  apply(known)
  tellListeners()
}

/** Calls back after every change, in this tab or another; the result ends that. */
export function whenPreferencesChange(listener: () => void): () => void {
  if (listeners.size === 0) {
    addEventListener('storage', hear)
    catchUp()
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) removeEventListener('storage', hear)
  }
}

function hear({ key }: StorageEvent): void {
  if (key !== KEY) return
  known = stored() ?? standard
  apply(known)
  tellListeners()
}

/** Another tab may have changed the preferences after this page was drawn and before it listened. */
function catchUp(): void {
  known = stored() ?? preferences()
  const { appearance = 'system', sideBar = 'shown' } = document.documentElement.dataset
  if (appearance !== known.appearance || sideBar !== known.sideBar) apply(known)
}

function tellListeners(): void {
  for (const listener of listeners) listener()
}

function apply({ appearance, sideBar }: Preferences): void {
  const { dataset } = document.documentElement
  dataset['appearance'] = appearance
  dataset['sideBar'] = sideBar
  colourBars(appearance)
  tellServer(APPEARANCE_COOKIE, appearance)
  tellServer(SIDE_BAR_COOKIE, sideBar)
}

function tellServer(cookie: string, value: string): void {
  try {
    document.cookie = `${cookie}=${value}; path=/; max-age=${A_YEAR_IN_SECONDS}; samesite=lax`
  } catch {
    // Without cookies the next page is drawn again once its scripts have loaded.
  }
}

/** Another version of this page may have stored them: an unknown value becomes the standard one. */
function stored(): Preferences | undefined {
  try {
    const text = localStorage.getItem(KEY)
    if (text === null) return undefined
    const { appearance, whenIStop, sideBar } = { ...JSON.parse(text) } as Record<string, unknown>
    return {
      appearance: appearance === 'light' || appearance === 'dark' ? appearance : 'system',
      whenIStop: whenIStop === 'received' ? whenIStop : 'seen',
      sideBar: sideBar === 'folded' ? sideBar : 'shown',
    }
  } catch {
    return undefined
  }
}
