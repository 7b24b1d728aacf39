import { useRef, type MouseEvent, type PointerEvent } from 'react'

type Press = { button: Element; place: DOMRect; isSettled: boolean }

/**
 * Handlers for a place whose buttons move while text arrives: a press stays with the button on which it
 * began, wherever that is when the press ends. A pointer that has left the button's place takes it back.
 */
export function useKeptPress() {
  const latest = useRef<Press>(undefined)
  return {
    onPointerDownCapture({ target, pointerId }: PointerEvent) {
      // A menu opens at once, and the same press may choose its item.
      const button = target instanceof Element && target.closest('button:not([aria-haspopup])')
      latest.current = button
        ? { button, place: button.getBoundingClientRect(), isSettled: false }
        : undefined
      if (button) button.setPointerCapture(pointerId)
    },
    onPointerUpCapture(event: PointerEvent) {
      const press = latest.current
      if (!press) return
      const isOff = !isWithin(press.place, event)
      const hasMoved = !isWithin(press.button.getBoundingClientRect(), event)
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

function isWithin(
  { left, right, top, bottom }: DOMRect,
  { clientX: x, clientY: y }: MouseEvent,
): boolean {
  return x >= left && x <= right && y >= top && y <= bottom
}
