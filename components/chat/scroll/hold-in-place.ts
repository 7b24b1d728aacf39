import { createContext, use } from 'react'

/** Keeps a message's place on the screen for the message that is about to replace it. */
export type HoldInPlace = (messageId: string, nextId: string) => void

const HoldInPlaceContext = createContext<HoldInPlace>(() => {})

export const HoldInPlaceProvider = HoldInPlaceContext

export function useHoldInPlace(): HoldInPlace {
  return use(HoldInPlaceContext)
}
