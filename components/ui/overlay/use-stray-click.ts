import { useRef, type MouseEvent } from 'react'

/**
 * Tells whether a click is the second of a double one that began on something else, which stood in
 * the same place: a button that changes its meaning under the pointer is not meant by it.
 */
export function useStrayClick(meaning: string): (event: MouseEvent) => boolean {
  const last = useRef<string>(undefined)
  return ({ detail }) => {
    const isStray = detail === 2 && last.current !== meaning
    last.current = meaning
    return isStray
  }
}
