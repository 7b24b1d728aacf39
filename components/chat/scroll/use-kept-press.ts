import { useRef, type MouseEvent, type PointerEvent } from 'react'

type Place = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>

type Press = {
  button: Element
  pointerId: number
  /** Where the button was when the press began. */
  from: Place
  /** Where the press may end. */
  allowed: Place
  isSettled: boolean
}

/** How far a finger may slip, in CSS pixels: browsers take that for a tap, too. */
const FINGER_SLIP = 16

/** Of a mouse, whose other buttons make no click; also a finger and a pen. */
const MAIN_BUTTON = 0

/**
 * Handlers for a place whose buttons move while text arrives: a press stays with the button on which it
 * began, wherever that is when the press ends. A pointer that has left the button's place takes it back.
 */
export function useKeptPress() {
  const latest = useRef<Press>(undefined)
  return {
    onPointerDownCapture(event: PointerEvent) {
      const { target, pointerId } = event
      if (!event.isPrimary) return
      // A menu opens at once, and the same press may choose its item.
      const button =
        event.button === MAIN_BUTTON &&
        target instanceof Element &&
        target.closest('button:not([aria-haspopup])')
      latest.current = undefined
      if (!button) return
      const from = button.getBoundingClientRect()
      const allowed = withSlip(from, event)
      latest.current = { button, pointerId, from, allowed, isSettled: false }
      button.setPointerCapture(pointerId)
    },
    onPointerUpCapture(event: PointerEvent) {
      const press = latest.current
      if (press?.pointerId !== event.pointerId) return
      const isOff = !isWithin(press.allowed, event)
      const now = press.button.getBoundingClientRect()
      const hasMoved = !isAt(press.from, now) && !isWithin(now, event)
      // The browser gives the click of a finger to the element that is there by now.
      if (hasMoved && !isOff) press.button.dispatchEvent(clickLike(event))
      press.isSettled = isOff || hasMoved
    },
    onClickCapture(event: MouseEvent) {
      const byKeyboard = event.detail === 0
      if (byKeyboard || !latest.current?.isSettled) return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}

function clickLike({ nativeEvent, clientX, clientY, shiftKey }: PointerEvent): Event {
  const { view } = nativeEvent
  return new globalThis.MouseEvent('click', {
    bubbles: true,
    cancelable: true,
    detail: 1,
    view,
    clientX,
    clientY,
    shiftKey,
  })
}

/** A browser gives a button also a finger that comes down just outside it. */
function withSlip(
  { left, right, top, bottom }: Place,
  { clientX: x, clientY: y, pointerType }: PointerEvent,
): Place {
  const slip = pointerType === 'mouse' ? 0 : FINGER_SLIP
  return {
    left: Math.min(left, x) - slip,
    right: Math.max(right, x) + slip,
    top: Math.min(top, y) - slip,
    bottom: Math.max(bottom, y) + slip,
  }
}

function isAt(place: Place, { left, top }: Place): boolean {
  return place.left === left && place.top === top
}

function isWithin(
  { left, right, top, bottom }: Place,
  { clientX: x, clientY: y }: MouseEvent,
): boolean {
  return x >= left && x <= right && y >= top && y <= bottom
}
