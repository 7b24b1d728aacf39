import { useSyncExternalStore } from 'react'

const nothingChanges = () => () => {}

/** Whether shortcuts use Cmd on this device. */
export function isApple(): boolean {
  return /Macintosh|iPhone|iPad/.test(navigator.userAgent)
}

/** The same for components. The server, which cannot know, draws Ctrl. */
export function useIsApple(): boolean {
  return useSyncExternalStore(nothingChanges, isApple, () => false)
}
