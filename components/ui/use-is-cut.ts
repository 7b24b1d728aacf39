import { useCallback, useState, type RefCallback } from 'react'

/**
 * Whether a line does not fit into its room, and is cut. The `ref` is for the element of the line. Looks
 * again when the `text` or the room changes, but not while the whole text is shown.
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
