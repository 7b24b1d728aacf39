import { personStorage } from './person-storage'

/** The unsaved text of a form; undefined if there is none. */
export function keptText(name: string): string | undefined {
  try {
    return personStorage.getItem(name) ?? undefined
  } catch {
    return undefined // Without storage the text lasts as long as its form.
  }
}

export function keepText(name: string, text: string): void {
  try {
    personStorage.setItem(name, text)
  } catch {
    // Without storage `leaveForSignIn` refuses to leave the page.
  }
}

/** Called when the text is saved or given up. */
export function forgetText(name: string): void {
  try {
    personStorage.removeItem(name)
  } catch {
    // Without storage there is nothing to forget.
  }
}
