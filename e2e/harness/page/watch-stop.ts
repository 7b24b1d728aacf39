import type { ChatPage } from './chat-page'

/** How the page drew a stop, in milliseconds and characters. */
export type DrawnStop = { drawnAfter: number; lengthAtPress: number; greatestLength: number }

declare global {
  interface Window {
    drawnStop: DrawnStop
  }
}

/**
 * Lets the page itself watch the next press of a pointer or of Esc: the time until a frame shows the
 * stop, and the length of the last answer's text at the press and afterwards. The returned function
 * reads them.
 */
export async function watchStop(chat: ChatPage): Promise<() => Promise<DrawnStop>> {
  await chat.answer.evaluate((answer) => {
    const textLength = () => {
      const texts = answer.querySelectorAll('[data-answer-text]')
      return [...texts].reduce((length, text) => length + (text.textContent ?? '').length, 0)
    }
    const watch = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key !== 'Escape') return
      removeEventListener('pointerup', watch, true)
      removeEventListener('keydown', watch, true)
      const lengthAtPress = textLength()
      const drawn = { drawnAfter: Infinity, lengthAtPress, greatestLength: lengthAtPress }
      window.drawnStop = drawn
      new MutationObserver(() => {
        drawn.greatestLength = Math.max(drawn.greatestLength, textLength())
      }).observe(answer, { childList: true, characterData: true, subtree: true })
      const look = () => {
        if (!/Stopping|Stopped/.test((answer as HTMLElement).innerText)) {
          requestAnimationFrame(look)
          return
        }
        // A message arrives after the frame that is about to be drawn.
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', () => {
          drawn.drawnAfter = performance.now() - event.timeStamp
        })
        port1.start()
        port2.postMessage(undefined)
      }
      requestAnimationFrame(look)
    }
    addEventListener('pointerup', watch, true)
    addEventListener('keydown', watch, true)
  })
  return () => chat.page.evaluate(() => window.drawnStop)
}
