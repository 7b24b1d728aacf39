import { useRef, type MouseEvent } from 'react'

/**
 * Tells whether a click is the second of a double click that began on something else in the same place.
 * Such a click is not meant for a button that changed its meaning under the pointer.
 */
export function useStrayClick(meaning: string): (event: MouseEvent) => boolean {
  const last = useRef<string>(undefined)
  return ({ detail }) => {
    const isStray = detail === 2 && last.current !== meaning
    last.current = meaning
    return isStray
  }
}
