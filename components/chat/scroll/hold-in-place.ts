import { createContext, use } from 'react'

/** Keeps the place on the screen of one message for the other that is about to take it. */
export type HoldInPlace = (messageId: string, nextId: string) => void

const HoldInPlaceContext = createContext<HoldInPlace>(() => {})

export const HoldInPlaceProvider = HoldInPlaceContext

export function useHoldInPlace(): HoldInPlace {
  return use(HoldInPlaceContext)
}
