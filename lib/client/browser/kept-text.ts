import { personStorage } from './person-storage'

/** What was written into a form and is not saved; undefined where nothing was. */
export function keptText(name: string): string | undefined {
  try {
    return personStorage.getItem(name) ?? undefined
  } catch {
    return undefined // Without storage it lasts as long as its form.
  }
}

export function keepText(name: string, text: string): void {
  try {
    personStorage.setItem(name, text)
  } catch {
    // As above: the page is not left by itself then.
  }
}

/** It is saved, or was given up. */
export function forgetText(name: string): void {
  try {
    personStorage.removeItem(name)
  } catch {
    // There is nothing to forget.
  }
}
