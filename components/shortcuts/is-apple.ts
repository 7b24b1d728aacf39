import { useSyncExternalStore } from 'react'

const nothingChanges = () => () => {}

/** Whether shortcuts are made with Cmd here. */
export function isApple(): boolean {
  return /Macintosh|iPhone|iPad/.test(navigator.userAgent)
}

/** The same for what is drawn; the server, which cannot know, draws Ctrl. */
export function useIsApple(): boolean {
  return useSyncExternalStore(nothingChanges, isApple, () => false)
}
