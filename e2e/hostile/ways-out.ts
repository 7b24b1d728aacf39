import type { Page } from '@playwright/test'

/** Every way in which a watched page left its own origin or asked for attention. */
export class WaysOut {
  readonly taken: string[] = []
  /** How often a document was loaded: once when the page is opened, and once for a reload. */
  documents = 0

  constructor(page: Page, origin: string) {
    const isOwn = (url: string) => new URL(url).origin === origin || url.startsWith('data:')
    const note = (way: string, url: string) => this.taken.push(`${way} ${url.slice(0, 200)}`)
    page.context().on('request', (request) => {
      if (request.isNavigationRequest()) this.documents += 1
      if (!isOwn(request.url())) note('request', request.url())
    })
    page.context().on('page', (popup) => note('page', popup.url()))
    page.on('websocket', (socket) => note('web socket', socket.url()))
    page.on('download', (download) => note('download', download.url()))
    page.on('frameattached', (frame) => note('frame', frame.url()))
    page.on('framenavigated', (frame) => {
      if (!isOwn(frame.url())) note('navigation', frame.url())
    })
    page.on('dialog', (dialog) => {
      note('dialog', dialog.message())
      void dialog.dismiss()
    })
  }
}
