import { useCallback, useState, type RefCallback } from 'react'

/**
 * Whether a line does not fit where it stands, and is cut; the `ref` is for its element. Looks again when
 * its `text` or its room changes, but not while all of it is shown.
 */
export function useIsCut(
  text: string,
  isWhole: boolean,
): { isCut: boolean; ref: RefCallback<HTMLElement> } {
  const [cutText, setCutText] = useState<string>()

  const ref = useCallback(
    (line: HTMLElement | null) => {
      if (!line || isWhole) return undefined
      const look = () => {
        setCutText(line.scrollWidth > line.clientWidth ? text : undefined)
      }
      look()
      const sizes = new ResizeObserver(look)
      sizes.observe(line)
      return () => {
        sizes.disconnect()
      }
    },
    [text, isWhole],
  )

  return { isCut: cutText === text, ref }
}
